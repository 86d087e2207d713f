"""« À avoir en ce moment », on the page of an organisation and on the card of a place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch

from equipment.models import Machine, MachinePhoto

from .stock import cards_of, stock_url

if TYPE_CHECKING:
    from django.http import HttpRequest

    from maillage.places.models import Organization, Place

MOST_MACHINES = 3


def stock_section(
    request: HttpRequest, organization: Organization, place: Place | None
) -> tuple[str, dict[str, Any]] | None:
    """Return the section that shows the machines that can be had there, or None when there is none.

    See `maillage.places.sections` for what goes in: a `place` means that place alone.
    """
    machines = Machine.objects.available()
    machines = machines.filter(shelf__place=place) if place else machines.filter(organization=organization)
    # Without their pictures: a page about somebody else has few queries to spare.
    bare = machines.select_related("organization", "shelf__place")
    rows = bare.prefetch_related(Prefetch("photos", MachinePhoto.objects.none()))
    cards = cards_of(rows.order_by("-created_at", "-pk")[:MOST_MACHINES])
    if not cards:
        return None
    return "equipment/public/_section.html", {"cards": cards, "stock_url": stock_url(request)}
