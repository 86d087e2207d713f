"""Regular dates as the editor sees them before they are saved. Nothing is written here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from maillage.bookings.holidays.public import public_holiday
from maillage.bookings.holidays.school import school_holiday, zone_of

from ..errors import NoDate
from ..models import SessionSeries
from ..recurrence import expand
from .series import TIMEZONE, anchor, last_session, starts_already_there

if TYPE_CHECKING:
    from recurrence import Recurrence
    from wagtail.models import Page

    from maillage.places.models import Place


@dataclass(frozen=True, slots=True)
class PlannedDate:
    """A date as the editor sees it before saving. `start` and `end` are aware, in UTC."""

    day: date
    start: datetime
    end: datetime
    school_holiday: str
    public_holiday: str
    already_there: bool
    kept: bool


def preview_series(
    recurrences: Recurrence,
    *,
    first_date: date,
    start_time: time,
    duration: timedelta,
    until: date | None,
    page: Page | None = None,
    place: Place | None = None,
    room: str = "",
    zone: str | None = None,
    skip_school_holidays: bool = False,
    skip_public_holidays: bool = False,
    timezone_name: str = TIMEZONE,
) -> list[PlannedDate]:
    """Return the dates that the rule gives, with the holidays they fall on; nothing is written.

    The holidays are those of the place's département, or of `zone` (A, B, C; empty for none).
    A date is `kept` unless it is in holidays that are to be skipped, or already among the dates
    of `page` at the same place and in the same room. Raises a SeriesError when the rule or its bounds
    cannot be used.
    """
    department = place.department if place else ""
    zone = zone_of(department) if zone is None else zone
    occurrences = expand(
        recurrences,
        first_date=first_date,
        start_time=start_time,
        duration=duration,
        until=until,
        timezone_name=timezone_name,
    )
    there = starts_already_there(page, place, room, occurrences) if page else set()
    planned = []
    for each in occurrences:
        school, public = school_holiday(each.day, zone), public_holiday(each.day, department)
        already = each.start in there
        skipped = (skip_school_holidays and school) or (skip_public_holidays and public)
        planned.append(
            PlannedDate(
                each.day, each.start, each.end, school, public, already, kept=not (skipped or already)
            )
        )
    return planned


def preview_extension(
    series: SessionSeries,
    *,
    until: date,
    zone: str | None = None,
    skip_school_holidays: bool = False,
    skip_public_holidays: bool = False,
) -> list[PlannedDate]:
    """Return the dates that `extend_series()` would add, as `preview_series()` does.

    Raises NoDate when there is none.
    """
    last = last_session(series)
    planned = preview_series(
        series.recurrences,
        until=until,
        page=series.page,
        place=last.place if last else None,
        room=last.room if last else "",
        zone=zone,
        skip_school_holidays=skip_school_holidays,
        skip_public_holidays=skip_public_holidays,
        **anchor(series),
    )
    added = [each for each in planned if each.day > series.until]
    if not added:
        raise NoDate
    return added
