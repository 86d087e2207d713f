"""A list of machines that somebody comes back to: its filters, under a name."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SavedView(models.Model):
    """Filters and order, as the address of the list holds them; its owner's own, or shared at home."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    organization = models.ForeignKey(
        "places.Organization", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    name = models.CharField(pgettext_lazy("of a saved view", "name"), max_length=60)
    query = models.CharField(max_length=500)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="equipment_view_once"),
        ]

    def __str__(self) -> str:
        return self.name
