"""Regular dates: shown before they are saved, made in one go, prolonged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from maillage.bookings.errors import CycleInUse, CycleOfAppointments, DatesAlreadyThere, NoDate, TooManyDates
from maillage.bookings.holidays import public_holiday, school_holiday, zone_of
from maillage.bookings.models import Registration, Session, SessionSeries
from maillage.bookings.recurrence import MAX_DATES, Occurrence, expand, normalize
from maillage.bookings.services.seats import lock_page_dates, seats_of_slots

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from django.contrib.auth.base_user import AbstractBaseUser
    from recurrence import Recurrence
    from wagtail.models import Page

    from maillage.places.models import Organization, Place

TIMEZONE = "Europe/Paris"


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
    room: str = "",
    slot_minutes: int | None = None,
    leaders: Collection[AbstractBaseUser] = (),
    excluded: Collection[date] = (),
    as_cycle: bool = False,
    organization: Organization | None = None,
    timezone_name: str = TIMEZONE,
) -> SessionSeries:
    """Write the series and one date for each of its occurrences, all or nothing, and return it.

    The days of `excluded` become EXDATEs of the stored rule. The dates belong to `organization`,
    the page's lead by default. `capacity` None: as many as come, or one for each appointment when
    `slot_minutes` cuts the dates into some; `leaders` lead them. Raises a SeriesError when the rule
    cannot be used, gives nothing, or gives dates the page already has, CycleOfAppointments, and what
    `seats_of_slots()` raises.
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
    if as_cycle and slot_minutes:
        raise CycleOfAppointments
    lock_page_dates(page)
    there = starts_already_there(page, place, room, occurrences)
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
    like = Session(capacity=capacity, place=place, room=room, slot_minutes=slot_minutes)
    let_lead(_write_dates(series, occurrences, like), [user.pk for user in leaders])
    return series


@transaction.atomic
def extend_series(series: SessionSeries, *, until: date, excluded: Collection[date] = ()) -> list[Session]:
    """Add the dates of `series` after its present end, up to `until`, and return them.

    Dates that exist are not touched, moved or cancelled ones included; the days of `excluded`
    join the EXDATEs of the rule. New dates take after the last one: seats, place, room,
    appointments, who leads. Raises NoDate when `until` adds nothing, TooManyDates when the whole
    series would exceed the limit, CycleInUse when people hold a cycle as it is.
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
    every = expand(series.recurrences, until=until, **anchor(series))
    added = [each for each in every if each.day > series.until]
    if not added:
        raise NoDate
    if series.sessions.count() + len(added) > MAX_DATES:
        raise TooManyDates(MAX_DATES)
    last = last_session(series)
    series.until = until
    series.save(update_fields=["until", "recurrences"])
    written = _write_dates(series, added, last or Session())
    if last is not None:
        let_lead(written, last.facilitators.values_list("pk", flat=True))
    return written


def last_session(series: SessionSeries) -> Session | None:
    """Return the last date of `series` with its place: the new ones take after it."""
    return series.sessions.order_by("original_start").select_related("place").last()


def anchor(series: SessionSeries) -> dict[str, Any]:
    """Return what the rule of `series` is expanded from, as `expand()` takes it."""
    return {
        "first_date": series.first_date,
        "start_time": series.start_time,
        "duration": timedelta(minutes=series.duration_minutes),
        "timezone_name": series.timezone_name,
    }


def _write_dates(series: SessionSeries, occurrences: Sequence[Occurrence], like: Session) -> list[Session]:
    """Write a date for each of `occurrences`, with the seats, place, room and appointments of `like`."""
    dates = [
        Session(
            page_id=series.page_id,
            series=series,
            organization_id=series.organization_id,
            start=each.start,
            end=each.end,
            original_start=each.start,
            timezone_name=series.timezone_name,
            place_id=like.place_id,
            room=like.room,
            slot_minutes=like.slot_minutes,
        )
        for each in occurrences
    ]
    for session in dates:
        session.capacity = seats_of_slots(session, like.capacity)
    return Session.objects.bulk_create(dates)


def let_lead(dates: Iterable[Session], user_ids: Collection[int]) -> None:
    """Write that these users lead each of `dates`, which nobody leads yet."""
    leads: Any = Session.facilitators.through
    # The column is named after the host's model of users.
    person_key = f"{Session._meta.get_field('facilitators').m2m_reverse_field_name()}_id"
    leads.objects.bulk_create(
        leads(session_id=session.pk, **{person_key: person}) for session in dates for person in user_ids
    )


def starts_already_there(
    page: Page, place: Place | None, room: str, occurrences: Sequence[Occurrence]
) -> set[datetime]:
    """Return which of `occurrences` the page already has in that room: a double click makes one set."""
    window = Session.objects.scheduled().filter(page=page, place=place, room=room)
    window = window.between(occurrences[0].start, occurrences[-1].end)
    starts = {each.start for each in occurrences}
    return {start for start in window.values_list("start", flat=True) if start in starts}


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
