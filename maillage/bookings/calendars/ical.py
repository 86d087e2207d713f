"""Dates as calendar files (RFC 5545): one date, a series, the clock of its zone."""

from __future__ import annotations

import calendar
import datetime as dt
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

import recurrence
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vDDDLists,
    vRecur,
)
from recurrence import Recurrence

from maillage.bookings.activities import Activity
from maillage.bookings.errors import SeriesError
from maillage.bookings.formats import format_was_on
from maillage.bookings.models import BookablePageMixin, BookingMode, Session
from maillage.bookings.recurrence import expand, to_utc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from maillage.bookings.models import SessionSeries

# The years whose clock changes are looked at: fixed, so that a feed keeps its bytes.
FIRST_YEAR, LAST_YEAR = 2010, 2037


@dataclass(frozen=True)
class ClockChange:
    """One change of the clock: `onset` is naive, read on the clock before the change."""

    onset: dt.datetime
    before: dt.timedelta
    after: dt.timedelta
    name: str
    is_summer: bool


@lru_cache(maxsize=32)
def vtimezone(name: str) -> Timezone:
    """Return the component that describes the zone `name` of the IANA database."""
    zone = ZoneInfo(name)
    component = Timezone()
    component.add("TZID", name)
    changes = _clock_changes(zone)
    if not changes:
        component.add_component(_observance([_standing(zone)]))
    groups: dict[tuple[object, ...], list[ClockChange]] = {}
    for change in changes:
        key = (change.before, change.after, change.name, change.is_summer)
        groups.setdefault(key, []).append(change)
    for group in groups.values():
        component.add_component(_observance(group))
    return component


def _clock_changes(zone: ZoneInfo) -> list[ClockChange]:
    changes = []
    moment = dt.datetime(FIRST_YEAR, 1, 1, tzinfo=dt.UTC)
    before = moment.astimezone(zone).utcoffset()
    while moment.year <= LAST_YEAR:
        tomorrow = moment + dt.timedelta(days=1)
        if tomorrow.astimezone(zone).utcoffset() != before:
            change = _find_change(zone, moment, tomorrow)
            changes.append(change)
            before = change.after
        moment = tomorrow
    return changes


def _find_change(zone: ZoneInfo, low: dt.datetime, high: dt.datetime) -> ClockChange:
    """Return the change between two instants (UTC) less than a day apart, found to the minute."""
    before = low.astimezone(zone).utcoffset() or dt.timedelta()
    while high - low > dt.timedelta(minutes=1):
        middle = (low + (high - low) / 2).replace(second=0, microsecond=0)
        low, high = (middle, high) if middle.astimezone(zone).utcoffset() == before else (low, middle)
    local = high.astimezone(zone)
    return ClockChange(
        onset=(high + before).replace(tzinfo=None),
        before=before,
        after=local.utcoffset() or dt.timedelta(),
        name=local.tzname() or "",
        is_summer=bool(local.dst()),
    )


def _standing(zone: ZoneInfo) -> ClockChange:
    """Return what stands in for a change in a zone whose clock never changes."""
    local = dt.datetime(FIRST_YEAR, 1, 1, tzinfo=zone)
    offset = local.utcoffset() or dt.timedelta()
    return ClockChange(local.replace(tzinfo=None), offset, offset, local.tzname() or "", is_summer=False)


def _observance(changes: list[ClockChange]) -> TimezoneStandard | TimezoneDaylight:
    """Return one sub-component for changes of the same kind: by a rule if one fits, else by their list."""
    first = changes[0]
    component = TimezoneDaylight() if first.is_summer else TimezoneStandard()
    component.add("DTSTART", first.onset)
    component.add("TZOFFSETFROM", first.before)
    component.add("TZOFFSETTO", first.after)
    component.add("TZNAME", first.name)
    rule = _yearly_rule(changes)
    if rule:
        component.add("RRULE", rule)
    elif len(changes) > 1:
        component.add("RDATE", vDDDLists([change.onset for change in changes[1:]]))
    return component


def _yearly_rule(changes: list[ClockChange]) -> vRecur | None:
    """Return « the nth (or last) such weekday of the month » when every year of the range follows it."""
    if len(changes) != LAST_YEAR - FIRST_YEAR + 1:
        return None
    if len({(one.onset.month, one.onset.weekday(), one.onset.time()) for one in changes}) > 1:
        return None
    first = changes[0].onset
    weekday = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[first.weekday()]
    if all(_is_last_of_month(one.onset) for one in changes):
        place = -1
    elif len({(one.onset.day - 1) // 7 for one in changes}) == 1:
        place = (first.day - 1) // 7 + 1
    else:
        return None
    return vRecur({"FREQ": "YEARLY", "BYMONTH": first.month, "BYDAY": f"{place}{weekday}"})


def _is_last_of_month(moment: dt.datetime) -> bool:
    return moment.day + 7 > calendar.monthrange(moment.year, moment.month)[1]


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
        lines.append(format_was_on(session))
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


@dataclass(frozen=True)
class Pattern:
    """What gives the hours of a series from the first one on: a rule or none, less some, and some more."""

    rule: vRecur | None = None
    left_out: list[datetime] = field(default_factory=list)
    added: list[datetime] = field(default_factory=list)


def series_events(series: SessionSeries, sessions: Sequence[Session]) -> list[Event]:
    """Return the events of `series` for those of its dates that are in `sessions`, in order.

    `series` comes with its rule. One date alone is an instance without the rest, as in an e-mail.
    """
    if len(sessions) == 1:
        return [session_event(sessions[0])]
    usual = _usual(series, sessions)
    others = [session for session in sessions if not _is_like(usual, series, session)]
    return [_master(series, sessions, usual), *map(session_event, others)]


def pattern_of(series: SessionSeries, sessions: Sequence[Session]) -> Pattern:
    """Return what gives the first hours of `sessions`, in order, from the first one on (all aware).

    The stored rule when there is only one and it fits; else, and when it would be longer, their list.
    """
    starts = [first_announced(session) for session in sessions]
    listed = Pattern(added=starts[1:])
    if len(series.recurrences.rrules) != 1:
        return listed
    given, wanted = _given_by_rule(series, starts[-1]), set(starts)
    left_out = [start for start in given if starts[0] < start <= starts[-1] and start not in wanted]
    if starts[0] not in given or len(left_out) > len(starts):
        return listed
    ruled = set(given)
    return Pattern(
        rule=_rule(series.recurrences.rrules[0], until=starts[-1]),
        left_out=left_out,
        added=[start for start in starts if start not in ruled],
    )


def _given_by_rule(series: SessionSeries, last: datetime) -> list[datetime]:
    """Return the hours that the rule alone gives until `last`; none when there are too many."""
    try:
        occurrences = expand(
            Recurrence(rrules=series.recurrences.rrules, include_dtstart=False),
            first_date=series.first_date,
            start_time=series.start_time,
            duration=timedelta(minutes=series.duration_minutes),
            until=last.date(),
            timezone_name=series.timezone_name,
        )
    except SeriesError:
        return []
    return [datetime.combine(each.day, series.start_time, tzinfo=last.tzinfo) for each in occurrences]


def _rule(part: recurrence.Rule, *, until: datetime) -> vRecur:
    """Return the RRULE of a stored rule: its end is that of the dates, in UTC as RFC 5545 wants."""
    rule = vRecur.from_ical(recurrence.serialize(part).removeprefix("RRULE:"))
    rule.pop("COUNT", None)
    rule["UNTIL"] = [until.astimezone(UTC)]
    return rule


def _usual(series: SessionSeries, sessions: Sequence[Session]) -> Session:
    """Return a date that is where most of the regular ones are: the event of the series tells of it."""
    regular = [session for session in sessions if _is_at_its_hour(series, session)] or list(sessions)
    wheres = Counter((session.place_id, session.room) for session in regular)
    where = wheres.most_common(1)[0][0]
    return next(session for session in regular if (session.place_id, session.room) == where)


def _is_at_its_hour(series: SessionSeries, session: Session) -> bool:
    return (
        session.takes_place
        and session.start == session.original_start
        and session.end - session.start == timedelta(minutes=series.duration_minutes)
    )


def _is_like(usual: Session, series: SessionSeries, session: Session) -> bool:
    """Whether the event of the series says all that is to be said of `session`."""
    return (
        _is_at_its_hour(series, session)
        and session.place_id == usual.place_id
        and session.room == usual.room
        and session.organization_id == usual.organization_id
    )


def _master(series: SessionSeries, sessions: Sequence[Session], usual: Session) -> Event:
    pattern = pattern_of(series, sessions)
    url = absolute(usual.page.url or "")
    start = first_announced(sessions[0])
    event = Event()
    event.add("UID", series_uid(series))
    event.add("DTSTAMP", max(session.updated_at for session in sessions).replace(microsecond=0))
    event.add("DTSTART", start)
    end = start.astimezone(UTC) + timedelta(minutes=series.duration_minutes)
    event.add("DTEND", end.astimezone(start.tzinfo))
    # It grows when the series is prolonged and when it loses a day, and nothing else changes the rule.
    event.add("SEQUENCE", (series.until - series.first_date).days + len(series.recurrences.exdates))
    if pattern.rule:
        event.add("RRULE", pattern.rule)
    if pattern.left_out:
        event.add("EXDATE", pattern.left_out)
    if pattern.added:
        event.add("RDATE", pattern.added)
    event.add("STATUS", "CONFIRMED")
    event.add("SUMMARY", one_line(usual.page.title))
    event.add("DESCRIPTION", "\n".join(about_lines(usual, url)))
    event.add("URL", url)
    add_surroundings(event, usual)
    return event


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
