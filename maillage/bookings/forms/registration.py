"""The one registration form: it draws the page, checks the API's input and yields its schema."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from maillage.privacy.contacts import ContactError, PhoneField, normalize_email

from ..questions.fields import YesNoField
from .asked import QuestionsMixin
from .guardian import GuardianMixin
from .names import NAME_LENGTH, NamesField, check_name
from .relay import RelayMixin
from .slots import SlotField

if TYPE_CHECKING:
    from django.forms import BoundField

    from ..models import BookablePageMixin, Session

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
        label=_("Your name"),
        max_length=NAME_LENGTH,
        validators=[check_name],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Type your name.")},
    )
    phone = PhoneField(
        label=_("Your phone"),
        required=False,
        help_text=_("For example 06 39 98 12 34. We call you if the date changes."),
    )
    email = forms.CharField(
        label=_("Your e-mail address"),
        required=False,
        max_length=254,
        help_text=_("For example claude@maison.example. You receive the confirmation there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    seats = forms.IntegerField(
        label=_("Number of seats"),
        initial=1,
        min_value=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": _("Type a number, for example 1."),
            "required": _("Type a number, for example 1."),
            "min_value": _("Ask for one seat at least."),
        },
    )
    companions = NamesField(
        label=_("Names of the others"),
        required=False,
        help_text=_("One a line. Leave empty if you come alone."),
    )
    photo_allowed = YesNoField(
        label=_("May we take photos with you on them?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        help_text=_("For the site and the papers of the association. You can say no."),
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
        # Needed by some, or one of the two: calling each « optional » would be misleading.
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
            message = _("Type a phone number or an e-mail address.")
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
                message = str(_("You ask for one seat: leave this empty, or ask for more seats."))
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
