"""Workshops as plain values for the API, each kind of row read once for the whole list."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from maillage.places.models import Organization

from .models import WorkshopPage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

    from maillage.bookings.models import Session
    from maillage.places.models import Place

# The columns that the list of the API reads: a row of a page has fifty more.
LISTED = (
    *("title", "url_path", "introduction", "level", "languages", "accessibility", "booking_mode"),
    *("age_from", "age_to", "accompanied", "accompanied_under"),
    *("price_kind", "price", "members_price", "organization"),
    *("place__commune", "place__postal_code", "place__name", "place__address_for_registered_only"),
)
# All that the API says of who organises: the name, and the address of the page.
WHO_ORGANIZES = ("name", "page__url_path", "page__live", "page__organization")


def workshops_out(pages: Sequence[WorkshopPage], request: HttpRequest) -> list[dict[str, Any]]:
    """Return `pages` (with their places, read with `with_next_sessions()`) as `WorkshopOut` values."""
    topics, organizers = _topics([page.pk for page in pages]), _organizers(pages, request)
    site = request.build_absolute_uri("/").rstrip("/")
    return [
        {
            **_workshop(page, topics[page.pk], organizers[page.pk]),
            "url": _address(site, page.get_url(request)),
        }
        for page in pages
    ]


def _address(site: str, url: str | None) -> str:
    """Return a whole address; that of a page on another site is whole already, an orphan has none."""
    return f"{site}{url}" if url and url.startswith("/") else url or ""


def _topics(keys: Sequence[int]) -> dict[int, list[dict[str, str]]]:
    rows = WorkshopPage.topics.through.objects.filter(workshoppage__in=keys).order_by("topic__name")
    found: dict[int, list[dict[str, str]]] = defaultdict(list)
    for key, slug, name in rows.values_list("workshoppage", "topic__slug", "topic__name"):
        found[key].append({"slug": slug, "name": name})
    return found


def _organizers(pages: Sequence[WorkshopPage], request: HttpRequest) -> dict[int, list[dict[str, Any]]]:
    """Return who organises each page, the lead first; each organisation is read once."""
    rows = WorkshopPage.co_organizers.through.objects.filter(workshoppage__in=[page.pk for page in pages])
    pairs = list(rows.order_by("organization__name").values_list("workshoppage", "organization"))
    leads = {page.pk: page.organization_id for page in pages}
    keys = {*leads.values(), *(organization for _page, organization in pairs)}
    listed = Organization.objects.with_page().only(*WHO_ORGANIZES)
    organizations = listed.in_bulk(keys)
    linked = {key: _linked(one, request) for key, one in organizations.items()}
    found = {page: [linked[lead]] for page, lead in leads.items()}
    for page, organization in pairs:
        if organization != leads[page]:
            found[page].append(linked[organization])
    return found


def _workshop(
    page: WorkshopPage,
    topics: list[dict[str, str]],
    organizers: list[dict[str, Any]],
) -> dict[str, Any]:
    return {
        "id": page.pk,
        "title": page.title,
        "introduction": page.introduction,
        "topics": topics,
        "level": page.level,
        "ages": _ages(page),
        "languages": page.languages,
        "price": _price(page),
        "accessibility": page.accessibility,
        "organization": organizers[0],
        "co_organizers": organizers[1:],
        "place": _place(page.place),
        "booking_mode": page.booking_mode,
        "next_session": _session(page.next_session),
    }


def _ages(page: WorkshopPage) -> dict[str, Any]:
    return {
        "age_from": page.age_from,
        "age_to": page.age_to,
        "accompanied": page.accompanied,
        "accompanied_under": page.accompanied_under,
        "words": page.ages_in_words,
    }


def _price(page: WorkshopPage) -> dict[str, Any]:
    return {
        "kind": page.price_kind,
        "amount": page.price,
        "members_amount": page.members_price,
        "words": page.price_in_words,
    }


def _linked(organization: Organization, request: HttpRequest) -> dict[str, Any]:
    # As `get_absolute_url()`, by way of the request, which remembers where the sites begin.
    page = getattr(organization, "page", None)
    url = page.get_url(request) or "" if page is not None and page.live else ""
    return {"id": organization.pk, "name": organization.name, "url": url}


def _place(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    return {
        "id": place.pk,
        "name": "" if place.address_for_registered_only else place.name,
        "commune": place.commune,
        "postal_code": place.postal_code,
    }


def _session(session: Session | None) -> dict[str, Any] | None:
    if session is None:
        return None
    return {
        "id": session.public_id,
        "start": session.local_start,
        "end": session.local_end,
        "status": session.status,
        "seats_left": session.seats_left,
    }
