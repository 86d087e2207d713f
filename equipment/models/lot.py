"""What arrives together, and what is counted or weighed instead of tagged."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from equipment.states import CountedKind
from maillage.places.codes import draw_code

REFERENCE_LENGTH = 6


def new_lot_reference() -> str:
    """Return a reference to be written on a box."""
    return draw_code(REFERENCE_LENGTH)


class Lot(models.Model):
    """Machines that came together: their tags exist before anybody has opened them."""

    organization = models.ForeignKey(
        "places.Organization", on_delete=models.PROTECT, related_name="lots", verbose_name=_("organisation")
    )
    reference = models.CharField(
        _("reference"), max_length=REFERENCE_LENGTH, unique=True, default=new_lot_reference, editable=False
    )
    donation = models.ForeignKey(
        "equipment.Donation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="lots",
        verbose_name=_("donation"),
    )
    label = models.CharField(
        pgettext_lazy("of a lot", "what it is"),
        max_length=120,
        help_text=_("For example: twelve desktop computers of the library."),
    )
    arrived_on = models.DateField(_("arrived on"), default=timezone.localdate)

    class Meta:
        verbose_name = _("lot")
        verbose_name_plural = _("lots")
        ordering = ["-arrived_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.reference} {self.label}"


class CountedWhy(models.TextChoices):
    """Why the count changed."""

    ARRIVED = "arrived", pgettext_lazy("counted objects", "Arrived")
    GIVEN = "given", pgettext_lazy("counted objects", "Given")
    SOLD = "sold", pgettext_lazy("counted objects", "Sold")
    RECYCLED = "recycled", pgettext_lazy("counted objects", "Recycled")
    COUNTED_AGAIN = "counted", pgettext_lazy("counted objects", "Counted again")


class CountedMovement(models.Model):
    """Screens, keyboards, cables: how many came or went, or how heavy they were. The stock is the sum."""

    organization = models.ForeignKey(
        "places.Organization",
        on_delete=models.PROTECT,
        related_name="counted_movements",
        verbose_name=_("organisation"),
    )
    lot = models.ForeignKey(
        Lot, on_delete=models.PROTECT, null=True, blank=True, related_name="counted", verbose_name=_("lot")
    )
    slip = models.ForeignKey(
        "equipment.RecyclingSlip",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="counted",
        verbose_name=_("recycling slip"),
    )
    kind = models.CharField(_("what"), max_length=10, choices=CountedKind)
    why = models.CharField(_("why"), max_length=10, choices=CountedWhy, default=CountedWhy.ARRIVED)
    quantity = models.IntegerField(_("how many"), default=0, help_text=_("With a minus for what leaves."))
    grams = models.IntegerField(_("weight in grams"), default=0)
    at = models.DateTimeField(_("date"), default=timezone.now)

    class Meta:
        verbose_name = _("counted objects")
        verbose_name_plural = _("counted objects")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(quantity=0) | ~Q(grams=0), name="equipment_counted_or_weighed"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.quantity:+d}"
