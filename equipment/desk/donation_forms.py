"""A donation on the desk: the day is agreed, then it arrives as a lot with its tags."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from equipment.axes import Kind
from equipment.models import Donation, DonationState
from equipment.services.arrivals import MOST_AT_ONCE
from equipment.services.donations import agree, decline_donation, receive_donation

from .contact_forms import ContactRowForm, DecisionField

NOTHING, AGREE, RECEIVE, DECLINE = "", "agree", "receive", "decline"
DECISIONS = [
    (NOTHING, _("Nothing more")),
    (AGREE, _("The day and time below are agreed: tell the donor")),
    (RECEIVE, _("The donation is here: make its lot")),
    (DECLINE, _("Decline the donation")),
]
COMING = (DonationState.ANNOUNCED, DonationState.AGREED)


class DonationDeskForm(ContactRowForm):
    """The donation, and what becomes of it."""

    kept_days = "DONOR_KEPT_DAYS"

    decision = DecisionField(label=_("What happens now?"), choices=DECISIONS)
    label = forms.CharField(
        label=_("What arrived, in a few words"),
        required=False,
        max_length=120,
        help_text=_("For example: twelve desktop computers of the library."),
    )
    machines = forms.IntegerField(
        label=_("How many machines with a tag?"),
        required=False,
        min_value=0,
        max_value=MOST_AT_ONCE,
        initial=0,
        help_text=_("Screens, keyboards and cables are counted or weighed, not tagged."),
    )
    machine_kind = forms.ChoiceField(
        label=_("What are they?"), required=False, choices=Kind.choices, initial=Kind.DESKTOP
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk or self.instance.state not in COMING:
            for name in ("decision", "label", "machines", "machine_kind"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Ask for the day that is agreed, and for what arrived."""
        data: dict[str, Any] = super().clean()
        if data.get("decision") == AGREE and not data.get("appointment_at"):
            self.add_error("appointment_at", _("Give the day and time that are agreed."))
        if data.get("decision") == RECEIVE and not data.get("label", "").strip():
            self.add_error("label", _("Say in a few words what arrived."))
        return data

    def save(self, commit: bool = True) -> Donation:
        """Save what was typed, then do what was decided. Raises EquipmentError."""
        donation: Donation = super().save(commit=commit)
        data, user = self.cleaned_data, self.for_user
        decision = data.get("decision")
        if decision == AGREE:
            return agree(donation, data["appointment_at"], by=user)
        if decision == DECLINE:
            return decline_donation(donation, by=user)
        if decision == RECEIVE:
            kind = data.get("machine_kind") or Kind.OTHER
            receive_donation(
                donation, machines=data.get("machines") or 0, label=data["label"], by=user, kind=kind
            )
            donation.refresh_from_db()
        return donation
