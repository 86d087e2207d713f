"""The forms of the back office: who asks, who gives, who borrows, what it costs, what was taken away."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from equipment.conf import get_conf
from equipment.models import (
    CountedWhy,
    Donation,
    DonationState,
    Loan,
    Machine,
    Need,
    NeedState,
    Price,
    RecyclingSlip,
)
from equipment.prices import EurosField
from equipment.services.arrivals import MOST_AT_ONCE
from equipment.services.bulk_stock import count_out
from equipment.services.donations import agree, decline_donation, receive_donation
from equipment.services.exits import extend, keep_scan
from equipment.services.needs import allocate, decline, release
from equipment.states import CountedKind, Kind
from maillage.places.admin import OrganizationScopedForm
from maillage.privacy.contacts import ContactError, PhoneField, normalize_email
from maillage.web.uploads import ACCEPTED, clean_file

if TYPE_CHECKING:
    from django.core.files.base import ContentFile


class ContactRowForm(OrganizationScopedForm):
    """A row that names somebody. `kept_days` is the setting that says how long."""

    kept_days = "NEED_KEPT_DAYS"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "phone" in self.fields:
            field = self.fields["phone"]
            self.fields["phone"] = PhoneField(label=field.label, required=False)
        if self.instance.pk and "organization" in self.fields:
            self.fields["organization"].disabled = True

    def clean_email(self) -> str:
        """Return the address in its kept form, or raise with what to type instead."""
        typed: str = self.cleaned_data["email"]
        try:
            return normalize_email(typed) if typed else ""
        except ContactError as error:
            raise ValidationError(str(error), code="invalid") from error

    def save(self, commit: bool = True) -> Any:
        """Give a new row its day of forgetting."""
        if self.instance.expires_on is None:
            days = timedelta(days=get_conf()[self.kept_days])
            self.instance.expires_on = timezone.localdate() + days
        return super().save(commit=commit)


class DecisionField(forms.ChoiceField):
    """What to do beside saving: nothing, unless somebody chooses."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.RadioSelect, **kwargs)


DONATION_NOTHING, AGREE, RECEIVE, DONATION_DECLINE = "", "agree", "receive", "decline"
DONATION_DECISIONS = [
    (DONATION_NOTHING, _("Nothing more")),
    (AGREE, _("The day and time below are agreed: tell the donor")),
    (RECEIVE, _("The donation is here: make its lot")),
    (DONATION_DECLINE, _("Decline the donation")),
]
COMING = (DonationState.ANNOUNCED, DonationState.AGREED)


class DonationDeskForm(ContactRowForm):
    """The donation, and what becomes of it."""

    kept_days = "DONOR_KEPT_DAYS"

    decision = DecisionField(label=_("What happens now?"), choices=DONATION_DECISIONS)
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
        if decision == DONATION_DECLINE:
            return decline_donation(donation, by=user)
        if decision == RECEIVE:
            kind = data.get("machine_kind") or Kind.OTHER
            receive_donation(
                donation, machines=data.get("machines") or 0, label=data["label"], by=user, kind=kind
            )
            donation.refresh_from_db()
        return donation


NEED_NOTHING, KEEP, RELEASE, NEED_DECLINE = "", "keep", "release", "decline"
NEED_DECISIONS = {
    NeedState.WAITING: [
        (NEED_NOTHING, _("Leave it in the queue")),
        (KEEP, _("Keep a machine for this person")),
        (NEED_DECLINE, _("Decline the request")),
    ],
    NeedState.ALLOCATED: [
        (NEED_NOTHING, _("Keep the machine")),
        (RELEASE, _("Give the machine back to the stock: the request waits again")),
        (NEED_DECLINE, _("Decline the request: the machine goes back to the stock")),
    ],
}


class NeedDeskForm(ContactRowForm):
    """The request, and what is decided about it."""

    decision = DecisionField(label=_("What do you decide?"))
    kept_machine = forms.ModelChoiceField(
        label=_("Which machine?"),
        queryset=Machine.objects.none(),
        required=False,
        help_text=_("Only those that are ready, clean and kept for nobody."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        decisions = NEED_DECISIONS.get(self.instance.state) if self.instance.pk else None
        if decisions is None:
            del self.fields["decision"], self.fields["kept_machine"]
            return
        self.fields["decision"].choices = decisions
        if self.instance.state != NeedState.WAITING:
            del self.fields["kept_machine"]
            return
        ready = Machine.objects.available().filter(organization=self.instance.organization_id)
        field = self.fields["kept_machine"]
        field.queryset = ready.select_related("shelf").order_by("kind", "tag")
        field.label_from_instance = _label_of

    def clean(self) -> dict[str, Any]:
        """Ask which machine when one is kept."""
        data: dict[str, Any] = super().clean()
        if data.get("decision") == KEEP and not data.get("kept_machine"):
            self.add_error("kept_machine", _("Choose the machine that you keep for this person."))
        return data

    def save(self, commit: bool = True) -> Need:
        """Save what was typed, then do what was decided. Raises EquipmentError."""
        need: Need = super().save(commit=commit)
        decision = self.cleaned_data.get("decision")
        if decision == KEEP:
            return allocate(need, self.cleaned_data["kept_machine"], by=self.for_user)
        if decision == RELEASE:
            return release(need, by=self.for_user)
        if decision == NEED_DECLINE:
            return decline(need, by=self.for_user)
        return need


def _label_of(machine: Machine) -> str:
    where = f" – {machine.shelf.name}" if machine.shelf else ""
    return f"{machine.spoken_tag} – {machine.name}{where}"


class PriceForm(OrganizationScopedForm):
    """A line of the grid, in euros."""

    euros = EurosField(label=_("Price in euros"), help_text=_("0 if it is free. For example: 40."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["euros"].initial = Decimal(self.instance.cents) / 100

    def clean(self) -> dict[str, Any]:
        """Keep cents, before the row is checked as a whole."""
        data: dict[str, Any] = super().clean()
        if data.get("euros") is not None:
            self.instance.cents = data["euros"]
        return data

    class Meta:
        model = Price
        fields = ("organization", "kind", "situation")


class LoanForm(WagtailAdminModelForm):
    """A loan: only its end changes by hand."""

    def save(self, commit: bool = True) -> Loan:
        """Let it end on another day; the borrower is reminded before it. Raises EquipmentError."""
        if "due_on" not in self.changed_data:
            return self.instance
        return extend(self.instance, self.cleaned_data["due_on"])

    class Meta:
        model = Loan
        fields = ("due_on",)


HEAVIEST = Decimal(100_000)


class SlipForm(OrganizationScopedForm):
    """What an eco-organisation took away, and what was counted with it."""

    kilograms = forms.DecimalField(
        label=_("Total weight in kilograms"),
        min_value=Decimal("0.001"),
        max_value=HEAVIEST,
        decimal_places=3,
        help_text=_("The weight printed on the slip. For example: 84,5."),
        localize=True,
    )
    counted_kind = forms.ChoiceField(
        label=_("Add screens, keyboards, cables…"),
        required=False,
        choices=[("", _("Nothing more")), *CountedKind.choices],
        help_text=_("Machines with a tag are added from their own card: “Send to recycling”."),
    )
    counted_quantity = forms.IntegerField(label=_("How many?"), required=False, min_value=1)
    counted_kilograms = forms.DecimalField(
        label=_("Or how heavy, in kilograms?"),
        required=False,
        min_value=Decimal("0.001"),
        max_value=HEAVIEST,
        decimal_places=3,
        localize=True,
    )

    scan = forms.FileField(
        label=_("The slip itself, scanned or photographed"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text=_("PDF, JPEG or PNG. Only the people of the workshop can open it."),
    )
    remove_scan = forms.BooleanField(label=_("Remove the file that is there"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["kilograms"].initial = Decimal(self.instance.weight_grams) / 1000
            self.fields["organization"].disabled = True
        if self.instance.file:
            self.fields["scan"].label = _("Replace the file that is there")
        else:
            del self.fields["remove_scan"]

    def clean_scan(self) -> ContentFile | None:
        """Return what is kept of the file, None when none was sent."""
        sent = self.cleaned_data["scan"]
        return clean_file(sent, most=get_conf()["LARGEST_SCAN"]) if sent else None

    def clean(self) -> dict[str, Any]:
        """Keep grams, and ask how many of what is counted."""
        data: dict[str, Any] = super().clean()
        if data.get("kilograms") is not None:
            self.instance.weight_grams = int(data["kilograms"] * 1000)
        many = data.get("counted_quantity") or data.get("counted_kilograms")
        if data.get("counted_kind") and not many:
            self.add_error("counted_quantity", _("Say how many there are, or how heavy they are."))
        return data

    def save(self, commit: bool = True) -> RecyclingSlip:
        """Save the slip, what was counted with it, then its file. Raises EquipmentError."""
        slip: RecyclingSlip = super().save(commit=commit)
        data = self.cleaned_data
        if data.get("counted_kind"):
            count_out(
                slip.organization,
                data["counted_kind"],
                CountedWhy.RECYCLED,
                quantity=data.get("counted_quantity") or 0,
                grams=int((data.get("counted_kilograms") or 0) * 1000),
                slip=slip,
            )
        if data["scan"] or data.get("remove_scan"):
            keep_scan(slip, data["scan"])
        return slip

    class Meta:
        model = RecyclingSlip
        fields = ("organization", "eco_organisation", "number", "collected_on")
