"""« Réparations », on the page of an organisation: its next repair café and what it repaired."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.utils import timezone

from maillage.bookings.models import Session
from maillage.places.models import Organization

from .models import KindTotal, RepairCafePage
from .outcomes import Outcome

if TYPE_CHECKING:
    from django.http import HttpRequest

    from maillage.places.models import Place

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
