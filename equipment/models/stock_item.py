"""A machine as the public finds it: the same rows, cut to what can be had today."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from equipment.plain_words import good_for, specifications
from equipment.querysets import MachineQuerySet

from .machine import Machine


class StockItemQuerySet(MachineQuerySet):
    """Machines as the search reads them."""

    def public(self) -> StockItemQuerySet:
        """Those that can be had today."""
        return self.available()


class StockItem(index.Indexed, Machine):
    """What the search keeps of a machine. It has no table, and nothing is written by it."""

    objects = StockItemQuerySet.as_manager()

    search_fields = [
        index.SearchField("public_name", boost=2),
        index.SearchField("search_excerpt"),
        index.RelatedFields("organization", [index.SearchField("name")]),
    ]

    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = _("ready machine")
        verbose_name_plural = _("ready machines")

    @property
    def public_name(self) -> str:
        """What people call it, and what it is."""
        return (
            self.name if self.name == self.get_kind_display() else f"{self.name}, {self.get_kind_display()}"
        )

    @property
    def search_excerpt(self) -> str:
        """What it is good for and what is in it, in one sentence."""
        return ". ".join(filter(None, [good_for(self), ", ".join(specifications(self))]))

    def get_absolute_url(self) -> str:
        """The path of its public page; nothing where the public pages are not mounted."""
        try:
            return reverse("equipment_public:machine", args=[self.tag])
        except NoReverseMatch:
            return ""

    def get_search_envelope(self) -> dict[str, Any]:
        """Return what the search keeps of it beside its words: the kind, what it costs, where it is."""
        from equipment.prices import price_codes  # noqa: PLC0415 - it reads these models

        return {
            "place": self.shelf.place if self.shelf else None,
            "facets": {
                "activity": ["equipment"],
                "organization": [self.organization.slug],
                "machine": [self.kind],
                "price": price_codes(self),
            },
        }

    @classmethod
    def get_indexed_objects(cls) -> Any:
        """Return the machines with what the search reads of them."""
        return super().get_indexed_objects().select_related("organization", "shelf__place")
