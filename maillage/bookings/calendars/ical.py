"""Dates as calendar files (RFC 5545), for subscribed calendars and for one e-mail's attachment."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import TYPE_CHECKING

from django.conf import settings
from icalendar import Calendar

from .events import one_line, session_event
from .series import series_events
from .vtimezone import vtimezone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from icalendar import Event

    from maillage.bookings.models import Session, SessionSeries

# Raise it when the content of the feed changes by code alone: calendars then read it again.
FORMAT_VERSION = 2
PRODID = f"-//Maillage//bookings {FORMAT_VERSION}//FR"
REFRESH_EVERY = dt.timedelta(hours=1)


def session_calendar(sessions: Iterable[Session], *, full_address: bool = False) -> bytes:
    """Return the calendar file of `sessions`, which `for_cards()` has loaded, one event each.

    The same dates give the same bytes. `full_address` writes the address that only registered
    people may read: leave it off for anything that a stranger could open. It holds no personal
    link, since people share calendars. A date of a series has the identity that the feed gives it.
    """
    sessions = list(sessions)
    calendar = _calendar({session.timezone_name for session in sessions})
    for session in sessions:
        calendar.add_component(session_event(session, full_address=full_address))
    return calendar.to_ical()


def feed(sessions: Iterable[Session], series: Mapping[int, SessionSeries], *, name: str) -> bytes:
    """Return the calendar that people subscribe to, called `name`: regular dates as their rule.

    `sessions` are read as `for_cards()` does, `series` gives those of theirs with their rules, by key.
    A series is written with all the dates it has among `sessions`, and with no other. The same dates
    give the same bytes.
    """
    sessions = sorted(sessions, key=lambda one: (one.series_id or 0, one.original_start, one.pk))
    zones = {session.timezone_name for session in sessions} | {settings.TIME_ZONE}
    calendar = _calendar(zones)
    calendar.add("NAME", one_line(name))
    calendar.add("X-WR-CALNAME", one_line(name))
    calendar.add("REFRESH-INTERVAL", REFRESH_EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", "PT1H")
    for event in _events(sessions, series):
        calendar.add_component(event)
    return calendar.to_ical()


def _events(sessions: list[Session], series: Mapping[int, SessionSeries]) -> Iterator[Event]:
    for key, dates in groupby(sessions, key=lambda session: session.series_id):
        if key is None:
            yield from map(session_event, dates)
        else:
            yield from series_events(series[key], list(dates))


def _calendar(zone_names: set[str]) -> Calendar:
    calendar = Calendar()
    calendar.add("PRODID", PRODID)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    for zone_name in sorted(zone_names):
        calendar.add_component(vtimezone(zone_name))
    return calendar
