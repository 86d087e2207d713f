"""The short forms of a person's own pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from maillage.bookings.codes import REFERENCE_LENGTH

from .choices import OtherDate
from .finding import read_reference


class FindForm(forms.Form):
    """The reference that was read aloud, and something that the person knows."""

    reference = forms.CharField(
        label=_("Your reference"),
        max_length=20,
        help_text=_("Eight letters and numbers, for example K7PM 4QXT."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("Type your reference.")},
    )
    proof = forms.CharField(
        label=_("The last four digits of your phone, or your e-mail address"),
        max_length=254,
        help_text=_("Those that you gave when you registered. For example: 1234."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Type four digits, or your e-mail address.")},
    )

    def clean_reference(self) -> str:
        """Return the reference as it is kept, or raise when it has not eight signs."""
        reference = read_reference(self.cleaned_data["reference"])
        if len(reference) != REFERENCE_LENGTH:
            raise ValidationError(_("A reference has eight letters and numbers."), code="invalid")
        return reference


class MoveForm(forms.Form):
    """One of the dates that have room; `cleaned_data["date"]` is an OtherDate."""

    date = forms.ChoiceField(
        label=_("The new date"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a date."),
            "invalid_choice": _("This date is no longer free. Choose another one."),
        },
    )

    def __init__(self, data: Any = None, *, others: list[OtherDate]) -> None:
        super().__init__(data)
        self.others = {other.value: other for other in others}
        self.fields["date"].choices = [(value, other.words) for value, other in self.others.items()]  # type: ignore[attr-defined]

    def clean_date(self) -> OtherDate:
        """Return the date that was chosen."""
        return self.others[self.cleaned_data["date"]]
