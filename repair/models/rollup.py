"""Counts kept ready, so that statistics do not read every record. `rebuild_repair_totals` makes them anew."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from repair.categories import Category, Size
from repair.outcomes import Barrier, Outcome


class KindTotal(models.Model):
    """How many records of a publisher and a year are alike in kind and in outcome."""

    provider = models.ForeignKey("repair.DataProvider", on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField(_("year"))
    category = models.PositiveSmallIntegerField(_("category"), choices=Category)
    size = models.CharField(_("size"), max_length=10, choices=Size, blank=True)
    outcome = models.PositiveSmallIntegerField(_("outcome"), choices=Outcome)
    # 0: none was given. A null would let the same row in twice.
    barrier = models.PositiveSmallIntegerField(
        _("why it is beyond repair"), choices=[(0, "—"), *Barrier.choices], default=0
    )
    records = models.PositiveIntegerField(_("records"))
    weighed = models.PositiveIntegerField(_("records with a weight"))
    weighed_grams = models.PositiveBigIntegerField(_("grams weighed"))

    class Meta:
        verbose_name = _("count by kind")
        verbose_name_plural = _("counts by kind")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "year", "category", "size", "outcome", "barrier"],
                name="repair_counted_once_by_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider_id} {self.year} {self.category}"


class GroupTotal(models.Model):
    """How many records of a café and a year ended in the same way."""

    provider = models.ForeignKey("repair.DataProvider", on_delete=models.CASCADE, related_name="+")
    group_identifier = models.CharField(_("repair café"), max_length=160, blank=True)
    year = models.PositiveSmallIntegerField(_("year"))
    outcome = models.PositiveSmallIntegerField(_("outcome"), choices=Outcome)
    records = models.PositiveIntegerField(_("records"))

    class Meta:
        verbose_name = _("count by café")
        verbose_name_plural = _("counts by café")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "group_identifier", "year", "outcome"],
                name="repair_counted_once_by_cafe",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider_id} {self.year} {self.group_identifier}"
