"""Prices, loans and recycling slips on the desk."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from equipment.axes import CountedKind
from equipment.models import CountedWhy, Loan, Price, RecyclingSlip
from equipment.services.counted import count_out
from equipment.services.loans import extend
from maillage.places.forms import OrganizationScopedForm

DEAREST = Decimal(100_000)
HEAVIEST = Decimal(100_000)


class PriceForm(OrganizationScopedForm):
    """A line of the grid, in euros."""

    euros = forms.DecimalField(
        label=_("Price in euros"),
        min_value=Decimal(0),
        max_value=DEAREST,
        decimal_places=2,
        help_text=_("0 if it is free. For example: 40."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["euros"].initial = Decimal(self.instance.cents) / 100

    def clean(self) -> dict[str, Any]:
        """Keep cents, before the row is checked as a whole."""
        data: dict[str, Any] = super().clean()
        if data.get("euros") is not None:
            self.instance.cents = int(data["euros"] * 100)
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["kilograms"].initial = Decimal(self.instance.weight_grams) / 1000
            self.fields["organization"].disabled = True

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
        """Save the slip, then what was counted with it. Raises EquipmentError."""
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
        return slip

    class Meta:
        model = RecyclingSlip
        fields = ("organization", "eco_organisation", "number", "collected_on")
