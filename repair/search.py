"""What the search and the pages of organisations are told of repair cafés."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maillage.bookings.models import Session
from maillage.places.models import Organization, Place
from repair.models import KindTotal, RepairCafePage
from repair.outcomes import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.http import HttpRequest


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


DATE = ("public_id", "start", "end", "timezone_name")


def repair_section(
    request: HttpRequest, organization: Organization, place: Place | None
) -> tuple[str, dict[str, Any]] | None:
    """Return the section of an organisation that repairs, or None for any other; one query in all.

    See `maillage.places.sections` for what goes in. The card of a place has its dates already.
    """
    if place is not None:
        return None
    told = Organization.objects.filter(pk=organization.pk).values(
        brought=_summed(KindTotal.objects.all()),
        fixed=_summed(KindTotal.objects.filter(outcome=Outcome.FIXED)),
        **{name: Subquery(_next_cafes().values(name)[:1]) for name in DATE},
    )[0]
    if not told["public_id"] and not told["brought"]:
        return None
    cafe = Session(**{name: told[name] for name in DATE}, place=None) if told["public_id"] else None
    return "repair/_section.html", {"next_cafe": cafe, **told}


def _summed(totals: QuerySet[KindTotal]) -> Subquery:
    mine = totals.filter(provider__organization=OuterRef("pk")).order_by().values("provider")
    return Subquery(mine.annotate(summed=Sum("records")).values("summed"))


def _next_cafes() -> QuerySet[Session]:
    mine = Session.objects.public().scheduled().upcoming(timezone.now())
    return mine.filter(organization=OuterRef("pk"), page__in=RepairCafePage.objects.values("page_ptr"))
