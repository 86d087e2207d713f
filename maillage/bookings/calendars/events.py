"""One date as a VEVENT (RFC 5545, 3.6.1): what, when, where, who, and what has changed."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Event, vCalAddress

from maillage.bookings.activities import Activity
from maillage.bookings.models import BookablePageMixin, BookingMode, Session
from maillage.bookings.recurrence import to_utc
from maillage.bookings.words.dates import was_on_words

if TYPE_CHECKING:
    from maillage.bookings.models import SessionSeries

LINE_BREAKERS = {"Cc", "Zl", "Zp"}  # categories of Unicode: control, line and paragraph separators


def session_event(session: Session, *, full_address: bool = False) -> Event:
    """Return the VEVENT of one date, which `for_cards()` has loaded.

    A date of a series is one instance of the series' event (RECURRENCE-ID), in an e-mail as in the
    feed: a calendar that has both shows it once. `full_address` writes the address that only
    registered people may read.
    """
    event = Event()
    if session.series is None:
        event.add("UID", f"{session.public_id}@{_host()}")
    else:
        event.add("UID", series_uid(session.series))
        event.add("RECURRENCE-ID", first_announced(session))
    event.add("DTSTAMP", session.updated_at.replace(microsecond=0))
    event.add("DTSTART", session.local_start)
    event.add("DTEND", session.local_end)
    event.add("SEQUENCE", session.sequence)
    event.add("STATUS", "CONFIRMED" if session.takes_place else "CANCELLED")
    event.add("SUMMARY", _summary(session))
    event.add("DESCRIPTION", "\n".join(_description_lines(session)))
    event.add("URL", session_url(session))
    add_surroundings(event, session, full_address=full_address)
    return event


def series_uid(series: SessionSeries) -> str:
    """Return the identity of a series in every calendar; it stays as long as the series."""
    return f"series-{series.pk}@{_host()}"


def first_announced(session: Session) -> datetime:
    """Return when the rule of a date's series puts it (aware), on the clock that the rule is read on.

    On the night when the clock skips an hour, that is the hour that does not exist.
    """
    # A date as somebody with an appointment lives it begins later than the date itself.
    start: datetime = getattr(session, "announced_start", session.original_start)
    local = start.astimezone(session.zone)
    if session.series is None:
        return local
    ruled = datetime.combine(local.date(), session.series.start_time)
    same = to_utc(ruled, session.zone) == start
    return ruled.replace(tzinfo=session.zone) if same else local


def add_surroundings(event: Event, session: Session, *, full_address: bool = False) -> None:
    """Write in `event` what a date shares with those beside it: activity, place, who organises."""
    event.add("CATEGORIES", [str(Activity(session.activity).label)])
    _add_place(event, session, full_address=full_address)
    _add_organizer(event, session)


def about_lines(session: Session, url: str) -> list[str]:
    """Return what an event says of the page of a date: its summary, and the way to register, at `url`."""
    page = session.page
    words = one_line(page.search_description or getattr(page, "introduction", ""))
    return [line for line in (words, _way_to_register(session, page, url)) if line]


def absolute(path: str) -> str:
    """Return the whole address of a path of the site."""
    return urljoin(settings.WAGTAILADMIN_BASE_URL, path)


def session_url(session: Session) -> str:
    """Return the whole address of the date's page."""
    return absolute(reverse("bookings:session", args=[session.public_id]))


def one_line(text: str) -> str:
    """Return `text` on one line, without the signs that could end a line of the file."""
    if not text.isprintable():
        text = "".join(" " if unicodedata.category(sign) in LINE_BREAKERS else sign for sign in text)
    return " ".join(text.split())


def _host() -> str:
    return urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"


def _summary(session: Session) -> str:
    title = one_line(session.page.title)
    if session.is_cancelled:
        return _("Cancelled: %(title)s") % {"title": title}
    if session.is_postponed:
        return _("Postponed: %(title)s") % {"title": title}
    return title


def _description_lines(session: Session) -> list[str]:
    lines = []
    if session.status_reason and (session.is_moved or not session.takes_place):
        lines.append(one_line(session.status_reason))
    if session.is_postponed:
        lines.append(_("The new day is not known yet."))
    if session.is_moved:
        lines.append(was_on_words(session))
    about = about_lines(session, session_url(session))
    return lines + (about if session.takes_place else about[:1])


def _way_to_register(session: Session, page: object, url: str) -> str:
    if not isinstance(page, BookablePageMixin) or page.booking_mode == BookingMode.NONE:
        return _("No registration: just come.")
    if page.booking_mode == BookingMode.PHONE:
        phone = one_line(session.organization.phone)
        return _("Registration by phone: %(phone)s") % {"phone": phone} if phone else ""
    return _("Registration: %(url)s") % {"url": url}


def _add_place(event: Event, session: Session, *, full_address: bool) -> None:
    place = session.place
    if place is None:
        return
    lines = place.full_address_lines if full_address else place.public_address_lines
    # A room says as much as a street: it goes with the address.
    room = session.room if full_address or not place.address_for_registered_only else ""
    event.add("LOCATION", ", ".join(filter(None, (one_line(line) for line in (room, *lines)))))
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
