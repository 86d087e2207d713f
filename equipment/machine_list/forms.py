"""The sheet of a machine, typed by hand: what is typed is not overwritten by what is imported."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from equipment.models import CountedMovement, Lot, Machine, Shelf
from equipment.services.arrivals import MOST_AT_ONCE, receive, receive_lot
from equipment.states import Kind
from maillage.places.admin import OrganizationScopedForm
from maillage.places.permissions import scope_to_user

# What evidence also tells: typed once by hand, it is locked.
LOCKED = (
    *("kind", "maker", "model", "year", "processor", "memory_mb", "storage_gb"),
    *("screen_inches", "battery_percent", "system", "weight_grams"),
)


class OwnRowsForm(OrganizationScopedForm):
    """Offers the lots and the shelves of the user's organisations alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField) and field.queryset.model in (Lot, Shelf):
                field.queryset = scope_to_user(field.queryset, self.for_user)

    def clean(self) -> dict[str, Any]:
        """Refuse a lot or a shelf of another of the user's organisations."""
        data: dict[str, Any] = super().clean()
        organization = data.get("organization") or getattr(self.instance, "organization", None)
        for name in ("lot", "shelf"):
            chosen = data.get(name)
            if chosen is not None and organization is not None and chosen.organization_id != organization.pk:
                self.add_error(name, _("Choose one of the same organisation."))
        return data


class MachineForm(OwnRowsForm):
    """A new machine arrives; a known one is corrected."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            # A machine does not change hands here: its ledger is its organisation's.
            self.fields["organization"].disabled = True
        for name in self.instance.locked_fields:
            if name in self.fields:
                self.fields[name].help_text = _("Typed by hand: an import leaves it as it is.")

    def save(self, commit: bool = True) -> Machine:
        """Write what changed and nothing else: the state of a machine moves by its ledger alone."""
        if not self.instance.pk:
            self.instance = receive(by=self.for_user, locked_fields=self._typed(), **self.cleaned_data)
            return self.instance
        locked = sorted({*self.instance.locked_fields, *(set(self.changed_data) & set(LOCKED))})
        self.instance.locked_fields = locked
        self.instance.save(update_fields=[*self.changed_data, "locked_fields", "updated_at"])
        return self.instance

    def _typed(self) -> list[str]:
        return sorted(name for name in self.changed_data if name in LOCKED)


class LotForm(OwnRowsForm):
    """A lot, and how many machines of it get a tag at once."""

    quantity = forms.IntegerField(
        label=_("How many machines"),
        help_text=_("Each gets its tag at once, before anybody opens it."),
        min_value=0,
        max_value=MOST_AT_ONCE,
        required=False,
    )
    machine_kind = forms.ChoiceField(label=_("What they are"), choices=Kind.choices, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["organization"].disabled = True
            self.fields["quantity"].label = _("How many machines more")

    @transaction.atomic
    def save(self, commit: bool = True) -> Lot:
        """Write the lot and its machines."""
        lot: Lot = super().save(commit=commit)
        if quantity := self.cleaned_data.get("quantity"):
            kind = self.cleaned_data.get("machine_kind") or Kind.OTHER
            receive_lot(lot, quantity, by=self.for_user, kind=kind)
        return lot


class CountedForm(OwnRowsForm):
    """Screens, keyboards, cables: counted or weighed."""

    class Meta:
        model = CountedMovement
        fields = ("organization", "lot", "kind", "why", "quantity", "grams")

    def clean(self) -> dict[str, Any]:
        """Ask for a number or a weight."""
        data = super().clean()
        if not self.errors and not data.get("quantity") and not data.get("grams"):
            self.add_error("quantity", _("Count them, or weigh them."))
        return data
