"""« Repair cafés », on the page of an organisation and on the card of a place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .in_short import next_cafes, totals_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from maillage.places.models import Organization, Place


def repair_section(
    request: HttpRequest, organization: Organization, place: Place | None
) -> tuple[str, dict[str, Any]] | None:
    """Return the next repair café there and what the organisation repaired; None when there is neither.

    See `maillage.places.sections` for what goes in: a place has a next café, and no total of its own.
    """
    dates = next_cafes(None if place else organization, place, most=1)
    totals = None if place else totals_of(organization)
    if not dates and totals is None:
        return None
    return "repair/_section.html", {"next_cafe": dates[0] if dates else None, "totals": totals}
