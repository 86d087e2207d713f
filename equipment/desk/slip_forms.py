"""Recycling slips on the desk: what was taken away, and the paper that says so."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from equipment.axes import CountedKind
from equipment.conf import get_conf
from equipment.models import CountedWhy, RecyclingSlip
from equipment.services.counted import count_out
from equipment.services.recycling import keep_scan
from maillage.places.forms import OrganizationScopedForm
from maillage.web.uploads import ACCEPTED, clean_file

if TYPE_CHECKING:
    from django.core.files.base import ContentFile

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
