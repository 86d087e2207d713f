"""Who came, what they paid, who just came: each by a form, or by a tap that a phone kept."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..forms.names import NAME_LENGTH, check_name
from ..models import Attendance
from ..services.attendance import note_attendance
from ..services.payments import note_payment, offered_means
from ..services.walk_ins import register_walk_in
from .taps import TapForm

MOST_VISITORS = 50


class AttendanceForm(TapForm):
    """Whether somebody came, and how many they were."""

    registration = forms.UUIDField(widget=forms.HiddenInput)
    attendance = forms.ChoiceField(choices=Attendance.choices)
    present_seats = forms.IntegerField(label=_("How many came"), required=False, min_value=1, max_value=999)

    def save(self) -> None:
        """Write it."""
        data = self.cleaned_data
        note_attendance(
            self.session,
            data["registration"],
            attendance=data["attendance"],
            present_seats=data["present_seats"],
            at=self.at,
        )


class PaymentForm(TapForm):
    """How much somebody paid, and how. Without an amount, the note is taken back."""

    registration = forms.UUIDField(widget=forms.HiddenInput)
    amount = forms.DecimalField(
        label=_("Euros"),
        required=False,
        min_value=Decimal(0),
        max_digits=7,
        decimal_places=2,
        localize=True,
        error_messages={"invalid": _("Type an amount in euros, for example 2,50.")},
    )
    means = forms.ChoiceField(label=_("Means of payment"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = offered_means(self.session.organization)
        self.fields["means"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for the means of an amount."""
        data = super().clean() or {}
        if data.get("amount") and not data.get("means") and "means" not in self.errors:
            self.add_error("means", _("Choose a means of payment in the list."))
        return data

    def save(self) -> None:
        """Write it."""
        data = self.cleaned_data
        note_payment(
            self.session, data["registration"], amount=data["amount"], means=data["means"], at=self.at
        )


class WalkInForm(TapForm):
    """People who come without having registered."""

    name = forms.CharField(
        label=_("Name, if they wish"),
        required=False,
        max_length=NAME_LENGTH,
        validators=[check_name],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    seats = forms.IntegerField(
        label=_("How many people"),
        initial=1,
        min_value=1,
        max_value=MOST_VISITORS,
        error_messages={"required": _("Type a number, for example 1.")},
    )

    def save(self) -> None:
        """Write it; the nonce makes a double tap one visit."""
        data = self.cleaned_data
        register_walk_in(self.session, name=data["name"], seats=data["seats"], key=data["nonce"], at=self.at)


TAPS: dict[str, type[TapForm]] = {
    "attendance": AttendanceForm,
    "payment": PaymentForm,
    "walk_in": WalkInForm,
}
