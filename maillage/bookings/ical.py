"""Dates as calendar files (RFC 5545), for subscribed calendars and for one e-mail's attachment."""

from __future__ import annotations

import datetime as dt
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from .activities import Activity
from .models import BookablePageMixin, BookingMode, Session
from .vtimezone import vtimezone
from .words import was_on_words

if TYPE_CHECKING:
    from collections.abc import Iterable

# Raise it when the content of the feed changes by code alone: calendars then read it again.
FORMAT_VERSION = 1
PRODID = f"-//Maillage//bookings {FORMAT_VERSION}//FR"
REFRESH_EVERY = "PT1H"
LINE_LENGTH = 75  # bytes, without the line break
NEW_LINE = "\\n"
LINE_BREAKERS = {"Cc", "Zl", "Zp"}  # categories of Unicode: control, line and paragraph separators
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,"})


def session_calendar(sessions: Iterable[Session], *, full_address: bool = False, name: str = "") -> bytes:
    """Return the calendar file of `sessions`, which `for_cards()` has loaded.

    The same dates give the same bytes. `full_address` writes the address that only registered
    people may read: leave it off for anything that a stranger could open. `name` is what a
    subscribed calendar is called. It holds no personal link, since people share calendars.
    """
    sessions = list(sessions)
    lines = ["BEGIN:VCALENDAR", f"PRODID:{PRODID}", "VERSION:2.0", "CALSCALE:GREGORIAN"]
    if name:
        lines += [f"NAME:{text(name)}", f"X-WR-CALNAME:{text(name)}"]
        lines += [f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH_EVERY}", f"X-PUBLISHED-TTL:{REFRESH_EVERY}"]
    for zone_name in sorted({session.timezone_name for session in sessions}):
        lines += vtimezone(zone_name).to_ical().decode().splitlines()
    host = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"
    for session in sessions:
        lines += event_lines(session, host=host, full_address=full_address)
    lines.append("END:VCALENDAR")
    return b"".join(fold(line) for line in lines)


def event_lines(session: Session, *, host: str, full_address: bool = False) -> list[str]:
    """Return the VEVENT of one date, unfolded; see `session_calendar()` for `full_address`.

    Written line by line: the objects of a calendar library cost five times as much, which
    shows on a feed of a thousand dates.
    """
    title = session.page.title
    zone = session.timezone_name
    return [
        "BEGIN:VEVENT",
        f"UID:{session.public_id}@{host}",
        f"DTSTAMP:{session.updated_at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;TZID={zone}:{session.local_start:%Y%m%dT%H%M%S}",
        f"DTEND;TZID={zone}:{session.local_end:%Y%m%dT%H%M%S}",
        f"SEQUENCE:{session.sequence}",
        f"STATUS:{'CANCELLED' if session.is_cancelled else 'CONFIRMED'}",
        f"SUMMARY:{text(_('Cancelled: %(title)s') % {'title': title} if session.is_cancelled else title)}",
        f"DESCRIPTION:{NEW_LINE.join(text(line) for line in description_lines(session))}",
        f"CATEGORIES:{text(str(Activity(session.activity).label))}",
        f"URL:{session_url(session)}",
        *_place_lines(session, full_address=full_address),
        *_organizer_lines(session),
        "END:VEVENT",
    ]


def description_lines(session: Session) -> list[str]:
    """Return what an event says below its title: the news, the summary, the way to register."""
    page = session.page
    lines = []
    if session.is_cancelled and session.status_reason:
        lines.append(session.status_reason)
    if session.is_moved:
        lines.append(was_on_words(session))
    lines.append(page.search_description or getattr(page, "introduction", ""))
    if not session.is_cancelled:
        lines.append(_way_to_register(session, page))
    return [line for line in lines if line]


def session_url(session: Session) -> str:
    """Return the whole address of the date's page."""
    return urljoin(settings.WAGTAILADMIN_BASE_URL, reverse("bookings:session", args=[session.public_id]))


def one_line(words: str) -> str:
    """Return `words` on one line, without the signs that could end a line of the file."""
    if not words.isprintable():
        words = "".join(" " if unicodedata.category(sign) in LINE_BREAKERS else sign for sign in words)
    return " ".join(part for part in words.split(" ") if part)


def text(words: str) -> str:
    """Return `words` as a TEXT value (RFC 5545, 3.3.11), on one line."""
    return one_line(words).translate(ESCAPES)


def fold(line: str) -> bytes:
    """Return a content line (RFC 5545, 3.1): 75 bytes at most on each, no character cut in two."""
    rest = line.encode()
    parts = []
    room = LINE_LENGTH
    while len(rest) > room:
        # Decoding leaves out a character that the cut goes through.
        parts.append(rest[:room].decode(errors="ignore").encode())
        rest = rest[len(parts[-1]) :]
        room = LINE_LENGTH - 1  # the space that begins a continuation counts
    return b"\r\n ".join([*parts, rest]) + b"\r\n"


def _way_to_register(session: Session, page: object) -> str:
    if not isinstance(page, BookablePageMixin) or page.booking_mode == BookingMode.NONE:
        return _("No registration: just come.")
    if page.booking_mode == BookingMode.PHONE:
        phone = session.organization.phone
        return _("Registration by phone: %(phone)s") % {"phone": phone} if phone else ""
    return _("Registration: %(url)s") % {"url": session_url(session)}


def _place_lines(session: Session, *, full_address: bool) -> list[str]:
    place = session.place
    if place is None:
        return []
    address = place.full_address_lines if full_address else place.public_address_lines
    lines = [f"LOCATION:{text(', '.join(address))}"]
    if place.public_coordinates:
        lines.append("GEO:{};{}".format(*place.public_coordinates))
    return lines


def _organizer_lines(session: Session) -> list[str]:
    """Name the organisation. ORGANIZER needs an address (RFC 5545, 3.8.4.3); CONTACT does not."""
    organization = session.organization
    parts = (organization.name, organization.phone, organization.phone_hours)
    lines = [f"CONTACT:{text(', '.join(part for part in parts if part))}"]
    if organization.email:
        # A quoted parameter may hold anything but a quote (RFC 5545, 3.2).
        name = one_line(organization.name).replace('"', "'")
        lines.append(f'ORGANIZER;CN="{name}":mailto:{one_line(organization.email)}')
    return lines
