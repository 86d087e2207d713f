"""« Prochaines dates », on the page of an organisation and on the card of a place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse

from maillage.bookings.models import Session
from maillage.bookings.querysets import with_pages

if TYPE_CHECKING:
    from django.http import HttpRequest

    from maillage.places.models import Organization, Place

MOST_DATES = 6


def next_dates_section(
    request: HttpRequest, organization: Organization, place: Place | None
) -> tuple[str, dict[str, Any]] | None:
    """Return the section that shows the dates to come there, or None when there is none.

    See `maillage.places.sections` for what goes in: a `place` means that place alone.
    """
    coming = Session.objects.public().upcoming()
    if place is None:
        coming = coming.of_organization(organization.slug)
        asked = {"organization": organization.slug}
        feed = reverse("bookings:organization_ics", args=[organization.slug])
    else:
        coming = coming.filter(place=place)
        asked = {"commune": place.commune}
        feed = reverse("bookings:place_ics", args=[place.slug])
    sessions = with_pages(coming.with_surroundings()[:MOST_DATES])
    if not sessions:
        return None
    more = f"{reverse('bookings:agenda')}?{urlencode(asked)}"
    return "bookings/_next_dates.html", {"sessions": sessions, "more": more, "feed": feed}
