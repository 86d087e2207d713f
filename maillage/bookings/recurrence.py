"""From « every Tuesday at 6.30 pm » to exact instants: pure functions, no database.

A rule is a `recurrence.Recurrence` kept without DTSTART. Its anchor is `first_date` and a wall
time, so that « every second week » has a meaning and a clock change moves nothing. A rule is
expanded on the local wall clock, without a zone, and only then made aware.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, takewhile
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from recurrence import DAILY, MONTHLY, WEEKLY, YEARLY, Recurrence, Rule

from maillage.bookings import errors

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dateutil.rrule import rruleset


MAX_DATES = 400
MAX_SPAN = timedelta(days=5 * 366)
MAX_RULES = 5
MAX_INTERVAL = 400

# What each frequency may be combined with. Other parts of RFC 5545 either make several dates a
# day, or rules that never match, which the library would follow up to the year 9999.
ALLOWED_PARTS: dict[int, set[str]] = {
    YEARLY: {"bymonth", "bymonthday", "byday", "bysetpos"},
    MONTHLY: {"bymonthday", "byday", "bysetpos"},
    WEEKLY: {"byday"},
    DAILY: set(),
}
MOST_WEEKS_IN_A_MONTH = 5
PART_RANGES: dict[str, int] = {"bymonth": 12, "bymonthday": 31, "bysetpos": MOST_WEEKS_IN_A_MONTH}
LAST_SECOND = time(23, 59, 59)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One date of a rule: `day` on the local calendar, `start` and `end` aware, in UTC."""

    day: date
    start: datetime
    end: datetime


def to_utc(local: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant (aware, UTC) at which the clock of `zone` shows `local` (naive).

    The two odd hours of the year are read as RFC 5545 (section 3.3.5) says, which is fold 0:
    a time that comes twice in October is the first one; a time that the clock skips in March
    is counted from before the change, so 02:30 becomes 03:30.
    """
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC)


def expand(
    rule: Recurrence,
    *,
    first_date: date,
    start_time: time,
    duration: timedelta,
    until: date | None,
    timezone_name: str = "Europe/Paris",
) -> list[Occurrence]:
    """Return the dates of `rule` from `first_date` to `until`, both included, in order.

    `start_time` is a wall time of `timezone_name`; `duration` is elapsed time. Dates that the
    rule excludes are left out. Raises a `errors.SeriesError` when the rule or its bounds
    cannot be used, or when they give no date or more than `MAX_DATES`.
    """
    last_day = _checked_end(first_date, until)
    check_rule(rule)
    zone = ZoneInfo(timezone_name)
    local_rule = _on_the_local_clock(rule, start_time, last_day, zone)
    starts = list(islice(_local_starts(local_rule, first_date, start_time, last_day), MAX_DATES + 1))
    if not starts:
        raise errors.NoDate
    if len(starts) > MAX_DATES:
        raise errors.TooManyDates(MAX_DATES)
    return [_occurrence(start, duration, zone) for start in starts]


def normalize(
    rule: Recurrence,
    *,
    start_time: time,
    timezone_name: str = "Europe/Paris",
    excluded: Iterable[date] = (),
) -> Recurrence:
    """Return `rule` as it is stored: without anchor, its dates at `start_time`, aware.

    The browser's widget sends a day as its local midnight, in UTC. An excluded or added day
    becomes that day at `start_time`, an end becomes the last second of its day. The days of
    `excluded` join the excluded dates. Doing it twice changes nothing.
    """
    zone = ZoneInfo(timezone_name)

    def at_start(day: date) -> datetime:
        return datetime.combine(day, start_time, tzinfo=zone)

    exdates = {_local_day(value, zone) for value in rule.exdates} | set(excluded)
    return Recurrence(
        rrules=[_with_until(part, _end_of_rule(part, zone), zone) for part in rule.rrules],
        rdates=[at_start(day) for day in sorted({_local_day(value, zone) for value in rule.rdates})],
        exdates=[at_start(day) for day in sorted(exdates)],
        include_dtstart=False,
    )


def check_rule(rule: Recurrence) -> None:
    """Raise a `errors.SeriesError` when `rule` is too fine, or more than the agenda can hold."""
    if rule.exrules or len(rule.rrules) > MAX_RULES:
        raise errors.UnsupportedRule
    if len(rule.rdates) > MAX_DATES or len(rule.exdates) > MAX_DATES:
        raise errors.TooManyDates(MAX_DATES)
    for part in rule.rrules:
        _check_part(part)


def _checked_end(first_date: date, until: date | None) -> date:
    if until is None:
        raise errors.NoEnd
    if until < first_date:
        raise errors.EndBeforeStart
    if until - first_date > MAX_SPAN:
        raise errors.EndTooFar
    return until


def _check_part(part: Rule) -> None:
    if part.freq not in ALLOWED_PARTS:
        raise errors.TooFine
    if any(getattr(part, name) for name in ("byhour", "byminute", "bysecond")):
        raise errors.TooFine
    used = {name for name in Rule.byparams if getattr(part, name)}
    indexed = any(day.index for day in part.byday)
    if (
        not 1 <= part.interval <= MAX_INTERVAL
        or (part.count is not None and part.count < 1)
        or not used <= ALLOWED_PARTS[part.freq]
        or any(not _in_range(getattr(part, name), most) for name, most in PART_RANGES.items())
        or ("bysetpos" in used and ("byday" not in used or "bymonthday" in used or indexed))
        or (indexed and not _indexes_exist(part))
    ):
        raise errors.UnsupportedRule


def _in_range(values: list[int], most: int) -> bool:
    return all(value and -most <= value <= most for value in values)


def _indexes_exist(part: Rule) -> bool:
    """Whether « the 2nd Tuesday » has a meaning: in a month, and for at most five of them."""
    if part.freq not in (MONTHLY, YEARLY):
        return False
    return all(abs(day.index or 0) <= MOST_WEEKS_IN_A_MONTH for day in part.byday)


def _local_day(value: datetime, zone: ZoneInfo) -> date:
    try:
        return value.date() if value.tzinfo is None else value.astimezone(zone).date()
    except OverflowError as error:  # the last hours of the year 9999 have no local day
        raise errors.UnsupportedRule from error


def _end_of_rule(part: Rule, zone: ZoneInfo) -> date | None:
    return None if part.until is None else _local_day(part.until, zone)


def _with_until(part: Rule, last_day: date | None, zone: ZoneInfo | None) -> Rule:
    until = None if last_day is None else datetime.combine(last_day, LAST_SECOND, tzinfo=zone)
    parts = {name: list(getattr(part, name)) for name in Rule.byparams}
    return Rule(part.freq, part.interval, part.wkst, part.count, until, **parts)


def _on_the_local_clock(rule: Recurrence, start_time: time, last_day: date, zone: ZoneInfo) -> Recurrence:
    """Return `rule` with every instant naive, on the clock of `zone`, and no rule without end."""

    def at_start(values: Iterable[datetime]) -> list[datetime]:
        return [datetime.combine(_local_day(value, zone), start_time) for value in values]

    rules = []
    for part in rule.rrules:
        own_end = _end_of_rule(part, zone)
        end = last_day if own_end is None else min(own_end, last_day)
        # A rule that counts its dates ends by itself; the two ends together are forbidden.
        rules.append(_with_until(part, None if part.count else end, None))
    return Recurrence(
        rrules=rules, rdates=at_start(rule.rdates), exdates=at_start(rule.exdates), include_dtstart=False
    )


def _local_starts(rule: Recurrence, first_date: date, start_time: time, last_day: date) -> Iterator[datetime]:
    anchor = datetime.combine(first_date, start_time)
    end = datetime.combine(last_day, LAST_SECOND)
    dates: rruleset = rule.to_dateutil_rruleset(dtstart=anchor)
    return (start for start in takewhile(lambda start: start <= end, dates) if start >= anchor)


def _occurrence(start: datetime, duration: timedelta, zone: ZoneInfo) -> Occurrence:
    instant = to_utc(start, zone)
    return Occurrence(day=start.date(), start=instant, end=instant + duration)
