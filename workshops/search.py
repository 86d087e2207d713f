"""What the search is told of workshops: what they are about, for whom, at what price."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maillage.places.models import Organization, Place

from .models.audience import Accessibility, Accompanied, Level
from .models.price import PriceKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .models import WorkshopPage

CHILDREN = "children"
ADULT_AGE = 18


def workshop_envelope(page: WorkshopPage) -> dict[str, Any]:
    """Return the envelope of a workshop: its activity, who organises, its topics, its public, its price."""
    organizers = [page.organization, *page.co_organizers.all()]
    return {
        "place": page.place,
        "facets": {
            "activity": [page.activity],
            "organization": [organizer.slug for organizer in organizers],
            "topic": [topic.slug for topic in page.topics.all()],
            "audience": [page.level, *([CHILDREN] if welcomes_children(page) else [])],
            "price": [page.price_kind],
            "accessibility": page.accessibility,
        },
    }


def welcomes_children(page: WorkshopPage) -> bool:
    """Tell whether the page says that children come: by an age below eighteen, or with an adult."""
    ages = [age for age in (page.age_from, page.age_to) if age is not None]
    return page.accompanied != Accompanied.NO or any(age < ADULT_AGE for age in ages)


def with_search_texts(pages: Any) -> Any:
    """Return `pages` with all that their envelopes and their searched words are made of."""
    return pages.select_related("organization", "place").prefetch_related("co_organizers", "topics")


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
