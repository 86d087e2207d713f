"""Prices and loans on the desk."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from equipment.models import Loan, Price
from equipment.prices import EurosField
from equipment.services.loans import extend
from maillage.places.forms import OrganizationScopedForm


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
