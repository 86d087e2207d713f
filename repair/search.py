"""What the search is told of repair cafés."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from maillage.places.models import Organization, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def search_facets() -> list[dict[str, Any]]:
    """Return the ways to narrow a search that repair cafés bring, as the hook passes them."""
    return [{"key": "skill", "label": _("What is repaired there"), "order": 90, "labels": _skill_names}]


def search_embeds() -> dict[Any, Callable[..., Iterable[Any]]]:
    """Return which repair cafés show something of another row, as the hook passes it."""
    cafes = apps.get_model("repair", "RepairCafePage").objects
    return {
        Organization: lambda row: [cafes.filter(organization=row)],
        Place: lambda row: [cafes.filter(place=row)],
        apps.get_model("repair", "Skill"): lambda row: [cafes.filter(skills=row)],
    }


def _skill_names(values: Iterable[str]) -> dict[str, str]:
    skills = apps.get_model("repair", "Skill").objects.filter(slug__in=list(values))
    return dict(skills.values_list("slug", "name"))
