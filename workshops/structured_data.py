"""What search engines read about a workshop's dates: schema.org Event, as JSON-LD."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString, mark_safe

from maillage.places.structured_data import json_for_script

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

    from maillage.bookings.models import Session
    from maillage.places.models import Organization, Place

    from .models import WorkshopPage

# A date each week for a year; beyond it a page would grow heavier than what it tells.
MOST_EVENTS = 52


def events_json(page: WorkshopPage, sessions: Sequence[Session], request: HttpRequest | None) -> SafeString:
    """Return the first dates of `sessions` as JSON-LD, safe inside a <script>; empty without any date."""
    if not sessions:
        return mark_safe("")
    return json_for_script(events(page, sessions[:MOST_EVENTS], request))


def events(
    page: WorkshopPage, sessions: Sequence[Session], request: HttpRequest | None
) -> list[dict[str, Any]]:
    """Return one schema.org Event for each of `sessions`; times carry the offset of the place's clock.

    Source of the properties: https://schema.org/Event.
    """
    url = page.address_for(request)
    shared = _shared_by_all_dates(page, url)
    return [{**shared, **_of_one_date(page, session, url)} for session in sessions]


def _shared_by_all_dates(page: WorkshopPage, url: str) -> dict[str, Any]:
    shared: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": page.title,
        "description": page.introduction,
        "url": url,
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "organizer": _organization(page.organization),
        "isAccessibleForFree": page.is_free,
    }
    if page.age_from is not None or page.age_to is not None:
        shared["typicalAgeRange"] = f"{page.age_from or 0}-{page.age_to or ''}"
    return shared


def _of_one_date(page: WorkshopPage, session: Session, url: str) -> dict[str, Any]:
    event: dict[str, Any] = {
        "startDate": session.local_start.isoformat(),
        "endDate": session.local_end.isoformat(),
        "eventStatus": f"https://schema.org/{_status(session)}",
        "offers": _offer(page, session, url),
    }
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


def _offer(page: WorkshopPage, session: Session, url: str) -> dict[str, Any]:
    amount = page.price if page.price is not None else page.members_price
    return {
        "@type": "Offer",
        "url": url,
        "price": 0 if amount is None else float(amount),
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
