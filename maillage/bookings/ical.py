"""Dates as calendar files (RFC 5545), for subscribed calendars and for one e-mail's attachment."""

from __future__ import annotations

import datetime as dt
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress

from .activities import Activity
from .models import BookablePageMixin, BookingMode, Session
from .vtimezone import vtimezone
from .words import was_on_words

if TYPE_CHECKING:
    from collections.abc import Iterable

if TYPE_CHECKING:
    from collections.abc import Iterable

# Raise it when the content of the feed changes by code alone: calendars then read it again.
FORMAT_VERSION = 1
PRODID = f"-//Maillage//bookings {FORMAT_VERSION}//FR"
REFRESH_EVERY = dt.timedelta(hours=1)
LINE_BREAKERS = {"Cc", "Zl", "Zp"}  # categories of Unicode: control, line and paragraph separators


def session_calendar(sessions: Iterable[Session], *, full_address: bool = False, name: str = "") -> bytes:
    """Return the calendar file of `sessions`, which `for_cards()` has loaded.

    The same dates give the same bytes. `full_address` writes the address that only registered
    people may read: leave it off for anything that a stranger could open. `name` is what a
    subscribed calendar is called. It holds no personal link, since people share calendars.
    """
    sessions = list(sessions)
    calendar = Calendar()
    calendar.add("PRODID", PRODID)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    if name:
        calendar.add("NAME", one_line(name))
        calendar.add("X-WR-CALNAME", one_line(name))
        calendar.add("REFRESH-INTERVAL", REFRESH_EVERY, parameters={"VALUE": "DURATION"})
        calendar.add("X-PUBLISHED-TTL", "PT1H")
    for zone_name in sorted({session.timezone_name for session in sessions}):
        calendar.add_component(vtimezone(zone_name))
    for session in sessions:
        calendar.add_component(session_event(session, full_address=full_address))
    return calendar.to_ical()


def session_event(session: Session, *, full_address: bool = False) -> Event:
    """Return the VEVENT of one date; see `session_calendar()` for `full_address`."""
    title = one_line(session.page.title)
    event = Event()
    event.add("UID", f"{session.public_id}@{_host()}")
    event.add("DTSTAMP", session.updated_at.replace(microsecond=0))
    event.add("DTSTART", session.local_start)
    event.add("DTEND", session.local_end)
    event.add("SEQUENCE", session.sequence)
    event.add("STATUS", "CANCELLED" if session.is_cancelled else "CONFIRMED")
    event.add("SUMMARY", _("Cancelled: %(title)s") % {"title": title} if session.is_cancelled else title)
    event.add("DESCRIPTION", "\n".join(description_lines(session)))
    event.add("CATEGORIES", [str(Activity(session.activity).label)])
    event.add("URL", session_url(session))
    _add_place(event, session, full_address=full_address)
    _add_organizer(event, session)
    return event


def description_lines(session: Session) -> list[str]:
    """Return what an event says below its title: the news, the summary, the way to register."""
    page = session.page
    lines = []
    if session.is_cancelled and session.status_reason:
        lines.append(one_line(session.status_reason))
    if session.is_moved:
        lines.append(was_on_words(session))
    lines.append(one_line(page.search_description or getattr(page, "introduction", "")))
    if not session.is_cancelled:
        lines.append(_way_to_register(session, page))
    return [line for line in lines if line]


def session_url(session: Session) -> str:
    """Return the whole address of the date's page."""
    return urljoin(settings.WAGTAILADMIN_BASE_URL, reverse("bookings:session", args=[session.public_id]))


def one_line(text: str) -> str:
    """Return `text` on one line, without the signs that could end a line of the file."""
    if not text.isprintable():
        text = "".join(" " if unicodedata.category(sign) in LINE_BREAKERS else sign for sign in text)
    return " ".join(text.split())


def _host() -> str:
    return urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"


def _way_to_register(session: Session, page: object) -> str:
    if not isinstance(page, BookablePageMixin) or page.booking_mode == BookingMode.NONE:
        return _("No registration: just come.")
    if page.booking_mode == BookingMode.PHONE:
        phone = one_line(session.organization.phone)
        return _("Registration by phone: %(phone)s") % {"phone": phone} if phone else ""
    return _("Registration: %(url)s") % {"url": session_url(session)}


def _add_place(event: Event, session: Session, *, full_address: bool) -> None:
    place = session.place
    if place is None:
        return
    lines = place.full_address_lines if full_address else place.public_address_lines
    event.add("LOCATION", ", ".join(one_line(line) for line in lines))
    if place.public_coordinates:
        event.add("GEO", place.public_coordinates)


def _add_organizer(event: Event, session: Session) -> None:
    """Name the organisation. ORGANIZER needs an address (RFC 5545, 3.8.4.3); CONTACT does not."""
    organization = session.organization
    name = one_line(organization.name)
    parts = (name, one_line(organization.phone), one_line(organization.phone_hours))
    event.add("CONTACT", ", ".join(part for part in parts if part))
    if organization.email:
        organizer = vCalAddress(f"mailto:{one_line(organization.email)}")
        organizer.params["CN"] = name.replace('"', "'")
        event.add("ORGANIZER", organizer)
