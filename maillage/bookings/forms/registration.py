"""The one registration form: it draws the page, checks the API's input and yields its JSON Schema."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maillage.bookings.forms.fields import NAME_LENGTH, NamesField, SlotField, check_name
from maillage.bookings.models import RelayRole
from maillage.bookings.questions.choice_limits import full_choices
from maillage.bookings.questions.definition import is_decisive, is_under, questions_of, shown
from maillage.bookings.questions.fields import ChoiceMixin, YesNoField, check_visible, field_of
from maillage.privacy.contacts import ContactError, PhoneField, normalize_email

if TYPE_CHECKING:
    from django.forms import BoundField

    from maillage.bookings.models import BookablePageMixin, Session
    from maillage.bookings.questions.definition import Question


class QuestionsMixin(forms.Form):
    """Fields made from the page's questions; their names are the questions' ids."""

    page: BookablePageMixin
    session: Session
    contact_required: bool
    questions: tuple[Question, ...] = ()

    def set_up_questions(self) -> None:
        """Add a field for each question. One that depends on another is required only when it is asked."""
        self.questions = questions_of(self.page.questions)
        for question in self.questions:
            field = field_of(question)
            if question.condition is not None or not self.contact_required:
                field.required = False
            # « (optional) » stands beside what everybody may leave out, not beside what depends.
            field.one_of_several = question.required and self.contact_required  # type: ignore[attr-defined]
            field.show_if = question.condition  # type: ignore[attr-defined]
            self.fields[question.id] = field

    def clean_questions(self) -> None:
        """Forget what was typed in questions that are not asked; ask for what is required of the others."""
        asked = shown(self.questions, self.cleaned_data)
        for question in self.questions:
            if question.id not in asked:
                self.errors.pop(question.id, None)
                self.cleaned_data.pop(question.id, None)
            elif question.condition is not None and question.required and self.contact_required:
                self._require(question)

    def _require(self, question: Question) -> None:
        field = self.fields[question.id]
        empty = self.cleaned_data.get(question.id) in (*field.empty_values, False)
        if empty and question.id not in self.errors:
            self.add_error(question.id, ValidationError(field.error_messages["required"], code="required"))

    def show_full_choices(self) -> None:
        """Draw the choices without a place left as such: one query, on pages that count them only."""
        for question_id, full in full_choices(self.session, self.questions).items():
            field = self.fields[question_id]
            if isinstance(field, ChoiceMixin):
                field.set_full(full)

    @property
    def has_conditions(self) -> bool:
        """Whether a question depends on another, which the script then shows and hides."""
        return any(question.condition is not None for question in self.questions)

    @property
    def given_answers(self) -> list[tuple[Question, Any]]:
        """What was answered, question by question; those left empty are not there."""
        empty = (None, "", [], False)
        return [
            (question, self.cleaned_data[question.id])
            for question in self.questions
            if self.cleaned_data.get(question.id) not in empty
        ]


class GuardianMixin(forms.Form):
    """A tick « under age », and what is then needed. All of it leaves pages that never ask."""

    GUARDIAN_FIELDS = ("minor", "guardian_name", "guardian_phone", "may_leave_alone", "emergency_note")

    page: BookablePageMixin
    session: Session
    questions: tuple[Question, ...]
    contact_required: bool

    minor = forms.BooleanField(required=False)
    guardian_name = forms.CharField(
        label=gettext_lazy("Name of the legal guardian"),
        required=False,
        max_length=NAME_LENGTH,
        validators=[check_name],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    guardian_phone = PhoneField(
        label=gettext_lazy("Phone of the legal guardian"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("We call it if something happens. For example 06 39 98 12 34."),
        widget=forms.TelInput(attrs={"autocomplete": "off"}),
    )
    may_leave_alone = forms.BooleanField(label=gettext_lazy("May leave alone at the end"), required=False)
    emergency_note = forms.CharField(
        label=gettext_lazy("To know in an emergency"),
        required=False,
        max_length=300,
        validators=[check_visible],
        help_text=gettext_lazy("Only what the team must know that day. For example: allergy to nuts."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def set_up_guardian(self) -> None:
        """Keep the fields of a page that asks for a guardian, with its age in their words."""
        age = self.page.guardian_below_age
        if age is None:
            for name in self.GUARDIAN_FIELDS:
                del self.fields[name]
            return
        if any(is_decisive(age, question) for question in self.questions):
            del self.fields["minor"]
            return
        words = _("The person who comes is under %(age)d")
        if self.page.seats_per_registration > 1:
            words = _("One of those who come is under %(age)d")
        self.fields["minor"].label = words % {"age": age}

    def clean_guardian(self) -> None:
        """Ask who answers for a minor; forget what was typed about anybody else."""
        if "guardian_name" not in self.fields:
            return
        if not self._is_minor():
            self._forget_guardian()
            return
        messages = {
            "guardian_name": _("Type the name of the legal guardian."),
            "guardian_phone": _("Type the phone of the legal guardian."),
        }
        for name, message in messages.items():
            if self.contact_required and name not in self.errors and not self.cleaned_data.get(name):
                self.add_error(name, ValidationError(message, code="required"))

    def _is_minor(self) -> bool:
        age, day = self.page.guardian_below_age or 0, self.session.local_start.date()
        data = self.cleaned_data
        return bool(data.get("minor")) or any(
            is_under(age, question, data.get(question.id), day) for question in self.questions
        )

    def _forget_guardian(self) -> None:
        for name in self.GUARDIAN_FIELDS:
            if name in self.errors:
                del self.errors[name]
            self.cleaned_data.pop(name, None)

    @property
    def guardian(self) -> dict[str, Any] | None:
        """The guardian to keep (the columns of `Guardian`), or None when nobody needs one."""
        data = self.cleaned_data
        if not data.get("guardian_name"):
            return None
        return {
            "name": data["guardian_name"],
            "phone": data.get("guardian_phone", ""),
            "may_leave_alone": data.get("may_leave_alone", False),
            "emergency_note": data.get("emergency_note", ""),
        }


class RelayMixin(forms.Form):
    """Who types the form when it is not the person who comes. Empty for most."""

    RELAY_FIELDS = ("relay_name", "relay_role")

    relay_name = forms.CharField(
        label=gettext_lazy("The name of who registers them"),
        required=False,
        max_length=NAME_LENGTH,
        validators=[check_name],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    relay_role = forms.ChoiceField(
        label=gettext_lazy("Who are you to this person?"),
        required=False,
        choices=RelayRole.choices,
        widget=forms.RadioSelect,
    )

    def clean_relay(self) -> None:
        """Ask for the name and the role together, or for neither."""
        name, role = self.cleaned_data.get("relay_name"), self.cleaned_data.get("relay_role")
        if role and not name and "relay_name" not in self.errors:
            self.add_error(
                "relay_name", ValidationError(gettext_lazy("Type your own name."), code="required")
            )
        if name and not role and "relay_role" not in self.errors:
            self.add_error("relay_role", ValidationError(gettext_lazy("Say who you are."), code="required"))


# Who somebody is and how many come: the same twice, with the same key, is the same registration.
WHO = ("name", "phone", "email", "seats")


class RegistrationForm(QuestionsMixin, GuardianMixin, RelayMixin, forms.Form):
    """What a resident is asked: a name, a phone number or an e-mail address, and the page's questions.

    What is not one of CORE_FIELDS travels in the API's `answers`. A plugin that subclasses the form to
    ask more finds it in `Registration.answers`; what an editor asks is kept as `Answer` rows.
    """

    CORE_FIELDS = (
        *WHO,
        *("companions", "slot", "photo_allowed"),
        *RelayMixin.RELAY_FIELDS,
        *GuardianMixin.GUARDIAN_FIELDS,
    )

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=NAME_LENGTH,
        validators=[check_name],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Type your name.")},
    )
    phone = PhoneField(
        label=gettext_lazy("Your phone"),
        required=False,
        help_text=gettext_lazy("For example 06 39 98 12 34. We call you if the date changes."),
    )
    email = forms.CharField(
        label=gettext_lazy("Your e-mail address"),
        required=False,
        max_length=254,
        help_text=gettext_lazy("For example claude@maison.example. You receive the confirmation there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    seats = forms.IntegerField(
        label=gettext_lazy("Number of seats"),
        initial=1,
        min_value=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": gettext_lazy("Type a number, for example 1."),
            "required": gettext_lazy("Type a number, for example 1."),
            "min_value": gettext_lazy("Ask for one seat at least."),
        },
    )
    companions = NamesField(
        label=gettext_lazy("Names of the others"),
        required=False,
        help_text=gettext_lazy("One a line. Leave empty if you come alone."),
    )
    photo_allowed = YesNoField(
        label=gettext_lazy("May we take photos with you on them?"),
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
        help_text=gettext_lazy("For the site and the papers of the association. You can say no."),
    )

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        session: Session,
        page: BookablePageMixin,
        contact_required: bool = True,
        **kwargs: Any,
    ) -> None:
        """`contact_required` is off for the team, who may leave out all but the name."""
        self.session = session
        self.page = page
        self.contact_required = contact_required
        super().__init__(data, files, **kwargs)
        most = 1 if session.slot_minutes else page.seats_per_registration
        self._limit_seats(most)
        self._set_up_what_the_page_asks(most)
        self.set_up_questions()
        self.set_up_guardian()
        # Required by some, or one of the two: calling each « optional » would be misleading.
        for name in ("phone", "email", *self.RELAY_FIELDS, "guardian_name", "guardian_phone"):
            if name in self.fields:
                self.fields[name].one_of_several = contact_required  # type: ignore[attr-defined]

    def _limit_seats(self, most: int) -> None:
        field = self.fields["seats"]
        field.max_value = most  # type: ignore[attr-defined]
        field.widget.attrs["max"] = most
        if most == 1:
            field.widget = forms.HiddenInput()

    def _set_up_what_the_page_asks(self, most: int) -> None:
        if most == 1 or not self.page.names_of_group:
            del self.fields["companions"]
        if not self.page.asks_photo:
            del self.fields["photo_allowed"]
        else:
            self.fields["photo_allowed"].required = self.contact_required
        if self.session.slot_minutes:
            self.fields["slot"] = SlotField(self.session)

    def clean_email(self) -> str:
        """Return the address in its kept form, or raise with what to type instead."""
        typed = self.cleaned_data["email"]
        if not typed:
            return ""
        try:
            return normalize_email(typed)
        except ContactError as error:
            raise ValidationError(str(error), code="invalid") from error

    def clean_seats(self) -> int:
        """Return the number of seats, within what one registration may take."""
        seats: int = self.cleaned_data["seats"]
        most = self.fields["seats"].max_value  # type: ignore[attr-defined]
        if seats > most:
            message = ngettext(
                "You can ask for one seat only.", "You can ask for %(most)d seats at most.", most
            )
            raise ValidationError(message % {"most": most}, code="max_value")
        return seats

    def clean(self) -> dict[str, Any]:
        """Check what no field can see alone."""
        super().clean()
        self._clean_contact()
        self.clean_relay()
        self._clean_companions()
        self.clean_questions()
        self.clean_guardian()
        return self.cleaned_data

    def _clean_contact(self) -> None:
        """Check that the organiser can reach the person in one way at least."""
        typed_one = {"phone", "email"} & set(self.errors)
        data = self.cleaned_data
        if self.contact_required and not typed_one and not (data.get("phone") or data.get("email")):
            message = gettext_lazy("Type a phone number or an e-mail address.")
            self.add_error("phone", ValidationError(message, code="contact_required"))

    def _clean_companions(self) -> None:
        """Ask for a name for each seat but the first, where the page wants them."""
        if "companions" not in self.fields or {"seats", "companions"} & set(self.errors):
            return
        others, names = self.cleaned_data["seats"] - 1, self.cleaned_data["companions"]
        too_few = self.contact_required and len(names) < others
        if too_few or len(names) > others:
            message = ngettext(
                "Type the name of the other person.",
                "Type the names of the %(others)d other people, one a line.",
                others,
            )
            if not others:
                message = str(gettext_lazy("You ask for one seat: leave this empty, or ask for more seats."))
            self.add_error("companions", ValidationError(message % {"others": others}, code="names"))

    def show_what_is_left(self) -> None:
        """Draw what can still be chosen on this date: hours and choices. For a form that is shown."""
        self.show_full_choices()
        if "slot" in self.fields:
            self.fields["slot"].show_free()  # type: ignore[attr-defined]

    @property
    def main_fields(self) -> list[BoundField]:
        """The fields that stand in the open, those of one line of their own last."""
        apart = {*self.RELAY_FIELDS, *self.GUARDIAN_FIELDS, "photo_allowed"}
        photo = [self["photo_allowed"]] if "photo_allowed" in self.fields else []
        return [self[name] for name in self.fields if name not in apart] + photo

    @property
    def guardian_fields(self) -> list[BoundField]:
        """What is asked about a minor; empty on pages that never ask."""
        return [self[name] for name in self.GUARDIAN_FIELDS if name in self.fields]

    @property
    def relay_fields(self) -> list[BoundField]:
        """What is asked of somebody who registers another person."""
        return [self[name] for name in self.RELAY_FIELDS if name in self.fields]

    @property
    def relay_is_open(self) -> bool:
        """Whether something was typed there, so that it is seen."""
        return any(field.value() or field.errors for field in self.relay_fields)

    def tied_key(self, form_key: str) -> str:
        """Return `form_key`, drawn with the page, tied to what is asked: the key of one registration.

        A second press of the button asks the same. Somebody who goes back and types another name
        means another person, and a key that is guessed opens nobody else's page.
        """
        asked = (str(self.cleaned_data[name]) for name in WHO)
        return "\n".join([form_key, *asked]) if form_key else ""

    @property
    def columns(self) -> dict[str, Any]:
        """What of the form stands in the registration itself, by the names of its columns."""
        data = self.cleaned_data
        photo = data.get("photo_allowed")
        return {
            **{name: data[name] for name in WHO},
            "companions": data.get("companions", []),
            "relay_name": data.get("relay_name", ""),
            "relay_role": data.get("relay_role", ""),
            "photo_allowed": {"yes": True, "no": False}.get(photo or ""),
            "answers": self.answers,
        }

    @property
    def slot(self) -> datetime | None:
        """The appointment that was chosen (aware); None for the first free one."""
        return self.cleaned_data.get("slot")

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered to the questions that a plugin adds to the form in code."""
        asked = {question.id for question in self.questions}
        known = asked.union(self.CORE_FIELDS)
        return {name: value for name, value in self.cleaned_data.items() if name not in known}
