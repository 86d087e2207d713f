"""Where a machine stands in the workshop: a shelf with a code that a phone reads."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maillage.places.codes import draw_code


def new_shelf_code() -> str:
    """Return a code for the label of a shelf."""
    return draw_code(6)


class Shelf(models.Model):
    """A shelf, a table, a room: what its label says."""

    organization = models.ForeignKey(
        "places.Organization",
        on_delete=models.PROTECT,
        related_name="shelves",
        verbose_name=_("organisation"),
    )
    place = models.ForeignKey(
        "places.Place", on_delete=models.PROTECT, related_name="shelves", verbose_name=_("place")
    )
    name = models.CharField(
        pgettext_lazy("of a shelf", "name"), max_length=60, help_text=_("For example: Shelf B2.")
    )
    code = models.CharField(max_length=6, unique=True, default=new_shelf_code, editable=False)

    class Meta:
        verbose_name = _("shelf")
        verbose_name_plural = _("shelves")
        ordering = ["place", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "place", "name"], name="equipment_shelf_once_in_a_place"
            )
        ]

    def __str__(self) -> str:
        return self.name
