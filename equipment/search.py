"""What the search is told of machines: their kind, what they cost, and what makes a result new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from equipment.models import Machine, Price, StockItem, StockPage
from equipment.prices import FREE, PAID
from equipment.states import Kind
from maillage.places.models import Organization, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def search_facets() -> list[dict[str, Any]]:
    """Return the ways to narrow a search that machines bring, as the hook passes them."""
    return [
        {"key": "machine", "label": _("Kind of machine"), "order": 75, "labels": _kind_labels},
        {"key": "price", "label": _("Price"), "order": 70, "labels": _price_labels},
        {"key": "activity", "label": _("Activity"), "order": 10, "labels": _activity_labels},
    ]


def search_embeds() -> dict[Any, Callable[..., Iterable[Any]]]:
    """Return which results show something of another row, as the hook passes it."""
    items = StockItem.objects.available()
    return {
        # Also once it cannot be had any more: its result goes.
        Machine: lambda row: [StockItem.objects.filter(pk=row.pk)],
        Price: lambda row: [items.filter(organization=row.organization, kind=row.kind)],
        Organization: lambda row: [
            items.filter(organization=row),
            StockPage.objects.filter(organization=row),
        ],
        Place: lambda row: [items.filter(shelf__place=row)],
    }


def _kind_labels(values: Iterable[str]) -> dict[str, str]:
    return {kind.value: str(kind.label) for kind in Kind if kind in values}


def _price_labels(values: Iterable[str]) -> dict[str, str]:
    labels = {FREE: pgettext("price", "Free"), PAID: pgettext("price", "To be paid for")}
    return {value: label for value, label in labels.items() if value in values}


def _activity_labels(values: Iterable[str]) -> dict[str, str]:
    return {"equipment": pgettext("activity", "Get equipped")} if "equipment" in values else {}
