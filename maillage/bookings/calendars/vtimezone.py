"""The VTIMEZONE of a zone (RFC 5545, 3.6.5), with the onsets on the clock that people leave."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vDDDLists, vRecur

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
