"""What search engines read about the dates of a page: schema.org Event, as JSON-LD."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from django.utils.safestring import SafeString, mark_safe

from maillage.places.structured_data import json_for_script

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from django.http import HttpRequest

    from maillage.bookings.models import Session
    from maillage.places.models import Organization, Place

# A date each week for a year; beyond it a page would grow heavier than what it tells.
MOST_EVENTS = 52


class EventPage(Protocol):
    """What is read of the page: a bookable page that introduces itself."""

    title: str
    introduction: str
    organization: Organization

    def address_for(self, request: HttpRequest | None) -> str:
        """Return the whole address of the page."""


def events_json(
    page: EventPage,
    sessions: Sequence[Session],
    request: HttpRequest | None,
    *,
    price: Decimal | None = None,
    shared: Mapping[str, Any] | None = None,
) -> SafeString:
    """Return the first dates of `sessions` as JSON-LD, safe inside a <script>; empty without any date.

    `price` in euros, None: free. `shared` are properties of the page's own that every date gets.
    """
    if not sessions:
        return mark_safe("")
    return json_for_script(events(page, sessions[:MOST_EVENTS], request, price=price, shared=shared))


def events(
    page: EventPage,
    sessions: Sequence[Session],
    request: HttpRequest | None,
    *,
    price: Decimal | None = None,
    shared: Mapping[str, Any] | None = None,
) -> list[dict[str, Any]]:
    """Return one schema.org Event for each of `sessions`; times carry the offset of the place's clock.

    Source of the properties: https://schema.org/Event.
    """
    url = page.address_for(request)
    common = {**_shared_by_all_dates(page, url, price), **(shared or {})}
    return [{**common, **_of_one_date(page, session, url, price)} for session in sessions]


def _shared_by_all_dates(page: EventPage, url: str, price: Decimal | None) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": page.title,
        "description": page.introduction,
        "url": url,
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "organizer": _organization(page.organization),
        "isAccessibleForFree": not price,
    }


def _of_one_date(page: EventPage, session: Session, url: str, price: Decimal | None) -> dict[str, Any]:
    event: dict[str, Any] = {
        "startDate": session.local_start.isoformat(),
        "endDate": session.local_end.isoformat(),
        "eventStatus": f"https://schema.org/{_status(session)}",
    }
    # A date that does not take place is not to be had, at any price.
    if not (session.is_cancelled or session.is_postponed):
        event["offers"] = _offer(session, url, price)
    if session.is_moved:
        event["previousStartDate"] = session.original_start.astimezone(session.zone).isoformat()
    if session.place is not None:
        event["location"] = _place(session.place)
    if session.capacity is not None:
        event["maximumAttendeeCapacity"] = session.capacity
        event["remainingAttendeeCapacity"] = session.seats_left
    if session.series_id is not None:
        event["superEvent"] = {
            "@type": "EventSeries",
            "@id": f"{url}#series-{session.series_id}",
            "name": page.title,
        }
    return event


def _status(session: Session) -> str:
    if session.is_cancelled:
        return "EventCancelled"
    if session.is_postponed:
        return "EventPostponed"
    return "EventRescheduled" if session.is_moved else "EventScheduled"


def _offer(session: Session, url: str, price: Decimal | None) -> dict[str, Any]:
    return {
        "@type": "Offer",
        "url": url,
        "price": 0 if price is None else float(price),
        "priceCurrency": "EUR",
        "availability": f"https://schema.org/{'SoldOut' if session.is_full else 'InStock'}",
    }


def _organization(organization: Organization) -> dict[str, Any]:
    node = {"@type": "Organization", "name": organization.name}
    if organization.website:
        node["url"] = organization.website
    if organization.phone:
        node["telephone"] = organization.phone
    return node


def _place(place: Place) -> dict[str, Any]:
    address = {"@type": "PostalAddress", "addressLocality": place.commune, "addressCountry": "FR"}
    if place.postal_code:
        address["postalCode"] = place.postal_code
    if place.address_for_registered_only:
        return {"@type": "Place", "name": place.commune, "address": address}
    street = ", ".join(part for part in (place.street, place.lieu_dit) if part)
    if street:
        address["streetAddress"] = street
    return {"@type": "Place", "name": place.name or place.commune, "address": address}
