"""Regular dates: seen before they are saved, made in one go, prolonged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from ..errors import CycleInUse, DatesAlreadyThere, NoDate, TooManyDates
from ..models import Registration, Session, SessionSeries
from ..public_holidays import public_holiday
from ..recurrence import MAX_DATES, Occurrence, expand, normalize
from ..school_holidays import school_holiday, zone_of
from .locks import lock_page_dates

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from recurrence import Recurrence
    from wagtail.models import Page

    from maillage.places.models import Organization, Place

TIMEZONE = "Europe/Paris"


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
    zone: str | None = None,
    skip_school_holidays: bool = False,
    skip_public_holidays: bool = False,
    timezone_name: str = TIMEZONE,
) -> list[PlannedDate]:
    """Return the dates that the rule gives, with the holidays they fall on; nothing is written.

    The holidays are those of the place's département, or of `zone` (A, B, C; empty for none).
    A date is `kept` unless it is in holidays that are to be skipped, or already among the dates
    of `page` at the same place. Raises a SeriesError when the rule or its bounds cannot be used.
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
    there = _starts_already_there(page, place, occurrences) if page else set()
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


@transaction.atomic
def create_series(
    page: Page,
    *,
    recurrences: Recurrence,
    first_date: date,
    start_time: time,
    duration: timedelta,
    until: date,
    capacity: int | None = None,
    place: Place | None = None,
    excluded: Collection[date] = (),
    as_cycle: bool = False,
    organization: Organization | None = None,
    timezone_name: str = TIMEZONE,
) -> SessionSeries:
    """Write the series and one date for each of its occurrences, all or nothing, and return it.

    The days of `excluded` become EXDATEs of the stored rule. The dates belong to `organization`,
    the page's lead by default. `capacity` None: as many as come. Raises a SeriesError when the
    rule cannot be used, gives nothing, or gives dates the page already has.
    """
    rule = normalize(recurrences, start_time=start_time, timezone_name=timezone_name, excluded=excluded)
    occurrences = expand(
        rule,
        first_date=first_date,
        start_time=start_time,
        duration=duration,
        until=until,
        timezone_name=timezone_name,
    )
    lock_page_dates(page)
    there = _starts_already_there(page, place, occurrences)
    if there:
        raise DatesAlreadyThere(len(there))
    series = SessionSeries.objects.create(
        page=page,
        organization=organization or page.specific.get_lead_organization(),
        recurrences=rule,
        first_date=first_date,
        until=until,
        start_time=start_time,
        duration_minutes=duration // timedelta(minutes=1),
        timezone_name=timezone_name,
        as_cycle=as_cycle,
    )
    _write_dates(series, occurrences, capacity=capacity, place=place)
    return series


@transaction.atomic
def extend_series(series: SessionSeries, *, until: date, excluded: Collection[date] = ()) -> list[Session]:
    """Add the dates of `series` after its present end, up to `until`, and return them.

    Dates that exist are not touched, moved or cancelled ones included; the days of `excluded`
    join the EXDATEs of the rule. New dates take the seats and the place of the last one. Raises
    NoDate when `until` adds nothing, TooManyDates when the whole series would exceed the limit,
    CycleInUse when people hold a cycle as it is.
    """
    series = SessionSeries.objects.select_for_update(of=("self",)).get(pk=series.pk)
    if series.as_cycle and Registration.objects.active().filter(series=series).exists():
        raise CycleInUse
    series.recurrences = normalize(
        series.recurrences,
        start_time=series.start_time,
        timezone_name=series.timezone_name,
        excluded=excluded,
    )
    every = expand(series.recurrences, until=until, **_anchor(series))
    added = [each for each in every if each.day > series.until]
    if not added:
        raise NoDate
    if series.sessions.count() + len(added) > MAX_DATES:
        raise TooManyDates(MAX_DATES)
    last = last_session(series)
    series.until = until
    series.save(update_fields=["until", "recurrences"])
    return _write_dates(
        series, added, capacity=last.capacity if last else None, place=last.place if last else None
    )


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
        zone=zone,
        skip_school_holidays=skip_school_holidays,
        skip_public_holidays=skip_public_holidays,
        **_anchor(series),
    )
    added = [each for each in planned if each.day > series.until]
    if not added:
        raise NoDate
    return added


def last_session(series: SessionSeries) -> Session | None:
    """Return the last date of `series` with its place: the new ones take after it."""
    return series.sessions.order_by("original_start").select_related("place").last()


def _anchor(series: SessionSeries) -> dict[str, Any]:
    return {
        "first_date": series.first_date,
        "start_time": series.start_time,
        "duration": timedelta(minutes=series.duration_minutes),
        "timezone_name": series.timezone_name,
    }


def _write_dates(
    series: SessionSeries,
    occurrences: Sequence[Occurrence],
    *,
    capacity: int | None,
    place: Place | None,
) -> list[Session]:
    return Session.objects.bulk_create(
        Session(
            page_id=series.page_id,
            series=series,
            organization_id=series.organization_id,
            start=each.start,
            end=each.end,
            original_start=each.start,
            timezone_name=series.timezone_name,
            place=place,
            capacity=capacity,
        )
        for each in occurrences
    )


def _starts_already_there(
    page: Page, place: Place | None, occurrences: Sequence[Occurrence]
) -> set[datetime]:
    """Return which of `occurrences` the page already has at that place: a double click makes one set."""
    window = Session.objects.scheduled().filter(page=page, place=place)
    window = window.between(occurrences[0].start, occurrences[-1].end)
    starts = {each.start for each in occurrences}
    return {start for start in window.values_list("start", flat=True) if start in starts}
