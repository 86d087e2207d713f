"""The legal guardian of a minor: asked when the age says so, or the person who registers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.privacy.contacts import PhoneField

from ..questions.ages import is_decisive, is_under
from ..questions.fields import check_visible
from .names import NAME_LENGTH, check_name

if TYPE_CHECKING:
    from ..models import BookablePageMixin, Session
    from ..questions.definition import Question


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
