"""What the search is told of workshops: what they are about, for whom, at what price."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maillage.places.models import Organization, Place
from workshops.models.audience import CHILDREN, Accessibility, Level
from workshops.models.price import PriceKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def search_facets() -> list[dict[str, Any]]:
    """Return the ways to narrow a search that workshops bring, as the hook passes them."""
    return [
        {"key": "topic", "label": _("Topic"), "order": 50, "labels": _topic_names},
        {"key": "audience", "label": _("For whom"), "order": 60, "labels": _audience_labels},
        {"key": "price", "label": _("Price"), "order": 70, "labels": _labels(PriceKind)},
        {"key": "accessibility", "label": _("Accessibility"), "order": 80, "labels": _labels(Accessibility)},
    ]


def search_embeds() -> dict[Any, Callable[..., Iterable[Any]]]:
    """Return which workshops show something of another row, as the hook passes it."""
    workshops = apps.get_model("workshops", "WorkshopPage").objects
    return {
        Organization: lambda row: [workshops.filter(organization=row), workshops.filter(co_organizers=row)],
        Place: lambda row: [workshops.filter(place=row)],
        apps.get_model("workshops", "Topic"): lambda row: [workshops.filter(topics=row)],
    }


def _labels(choices: Any) -> Callable[[Iterable[str]], dict[str, str]]:
    return lambda values: {value: str(label) for value, label in choices.choices if value in set(values)}


def _audience_labels(values: Iterable[str]) -> dict[str, str]:
    return {**_labels(Level)(values), CHILDREN: str(pgettext_lazy("audience", "Children"))}


def _topic_names(values: Iterable[str]) -> dict[str, str]:
    topics = apps.get_model("workshops", "Topic").objects.filter(slug__in=list(values))
    return dict(topics.values_list("slug", "name"))
