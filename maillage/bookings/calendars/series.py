"""A series in a calendar: one event with its rule, and one more for each date that differs from it.

RFC 5545, 3.8.4.4 (RECURRENCE-ID) and 3.8.5 (EXDATE, RDATE, RRULE). Read back by a calendar, it
gives the dates of the database and no other: what the rule gives and the database does not have is
an EXDATE, what the database has and the rule does not give an RDATE.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import recurrence
from icalendar import Event, vRecur
from recurrence import Recurrence

from maillage.bookings.errors import SeriesError
from maillage.bookings.recurrence import expand

from .events import (
    about_lines,
    absolute,
    add_surroundings,
    first_announced,
    one_line,
    series_uid,
    session_event,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from maillage.bookings.models import Session, SessionSeries


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
