"""One date: added, moved, cancelled, postponed, removed. All those whom it concerns hear of it, once."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Literal

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from maillage.bookings.errors import (
    DateHasHistory,
    DateInUse,
    DateIsCancelled,
    DateIsPast,
    DateIsPostponed,
    DatesAlreadyThere,
    EndBeforeBeginning,
    StartInThePast,
)
from maillage.bookings.models import RegisteredDate, Registration, Session, SessionSeries, SessionStatus
from maillage.bookings.recurrence import normalize
from maillage.bookings.services.answers import keep_longer
from maillage.bookings.services.notifications import forget_older_news, tell
from maillage.bookings.services.registrations import expiry
from maillage.bookings.services.seats import (
    lock_bookable_unit,
    lock_page_dates,
    lock_sessions,
    move_slots,
    seats_of_slots,
)
from maillage.bookings.services.series import TIMEZONE
from maillage.bookings.services.waiting_list import fill_freed_seats
from maillage.bookings.signals import session_cancelled, session_moved, session_postponed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from django.db.models import QuerySet
    from wagtail.models import Page

    from maillage.places.models import Organization, Place


@transaction.atomic
def add_session(
    page: Page,
    *,
    start: datetime,
    end: datetime,
    capacity: int | None = None,
    place: Place | None = None,
    room: str = "",
    slot_minutes: int | None = None,
    organization: Organization | None = None,
    timezone_name: str = TIMEZONE,
) -> Session:
    """Write one date of `page` and return it. `start` and `end` are aware.

    It belongs to `organization`, the page's lead by default. With `slot_minutes` it is cut into
    appointments, and has as many seats unless `capacity` says fewer. Raises EndBeforeBeginning,
    DatesAlreadyThere when the page has a date at that time, place and room (a double click), and what
    `seats_of_slots()` raises.
    """
    if end <= start:
        raise EndBeforeBeginning
    lock_page_dates(page)
    if Session.objects.scheduled().filter(page=page, place=place, room=room, start=start).exists():
        raise DatesAlreadyThere(1)
    session = Session(
        page=page,
        organization=organization or page.specific.get_lead_organization(),
        start=start,
        end=end,
        original_start=start,
        timezone_name=timezone_name,
        place=place,
        room=room,
        slot_minutes=slot_minutes,
    )
    session.capacity = seats_of_slots(session, capacity)
    session.save(force_insert=True)
    return session


@transaction.atomic
def cancel_session(session: Session, *, reason: str, now: datetime | None = None) -> Session:
    """Cancel one date, tell everybody who is registered or waits, and return it.

    `reason` is read by people. Registrations stay: they are the list of whom to call. Raises
    DateIsCancelled when it was done before, DateIsPast when the date is over.
    """
    now = now or timezone.now()
    locked, unit = lock_to_change(session, now)
    locked.status = SessionStatus.CANCELLED
    stamp(locked, reason, now)
    locked.save()
    tell_everybody("bookings.session_cancelled", locked, before=locked.start, now=now)
    # In a cycle, the date that is gone may have been the one that held others back.
    fill_freed_seats(unit, now=now)
    transaction.on_commit(lambda: session_cancelled.send(Session, session=locked))
    return locked


@transaction.atomic
def postpone_session(session: Session, *, reason: str, now: datetime | None = None) -> Session:
    """Say that one date waits for a new day, tell everybody, and return it.

    People keep their seats and their ranks; nobody can join. `move_session()` gives it its new day.
    Raises DateIsPostponed when it was done before, DateIsCancelled or DateIsPast.
    """
    now = now or timezone.now()
    locked, _unit = lock_to_change(session, now)
    if locked.is_postponed:
        raise DateIsPostponed
    locked.status = SessionStatus.POSTPONED
    stamp(locked, reason, now)
    locked.save()
    tell_everybody("bookings.session_postponed", locked, before=locked.start, now=now)
    transaction.on_commit(lambda: session_postponed.send(Session, session=locked))
    return locked


def lock_to_change(session: Session, now: datetime) -> tuple[Session, list[Session]]:
    """Lock `session` with what is booked together with it; return it fresh, and all of them.

    Raises DateIsCancelled, or DateIsPast for a date that is over and waits for no other day.
    """
    unit = lock_bookable_unit(session)
    locked = next(date for date in unit if date.pk == session.pk)
    if locked.is_cancelled:
        raise DateIsCancelled
    if locked.end <= now and not locked.is_postponed:
        raise DateIsPast
    return locked, unit


def stamp(session: Session, reason: str, now: datetime) -> None:
    """Note one more change of `session` (locked, saved by the caller) and why."""
    session.status_reason = reason
    session.status_changed_at = now
    session.sequence += 1


def tell_everybody(kind: str, session: Session, *, before: datetime, now: datetime) -> None:
    """Tell once all those whom a change of `session` concerns; those who cancelled hear nothing.

    `before` (aware) is when the first of them would come: near it, they are called as well.
    """
    forget_older_news(session)
    occasion = f"{session.public_id}:{session.sequence}"
    for registration in Registration.objects.active().of_session(session).select_related("organization"):
        tell(kind, registration, occasion=occasion, session=session, before=before, now=now)


@transaction.atomic
def move_session(
    session: Session,
    *,
    start: datetime,
    end: datetime,
    place: Place | Literal["same"] | None = "same",
    room: str | None = None,
    reason: str = "",
    now: datetime | None = None,
) -> Session:
    """Give one date other hours (aware), another place or room, tell everybody, and return it.

    `room` None keeps it. `original_start` keeps what the series said; appointments move with the
    hours. A date that was postponed takes place again, and its free seats go to those who wait. When
    nothing changes, nobody is told. Raises DateIsCancelled, DateIsPast, StartInThePast,
    EndBeforeBeginning, and what `move_slots()` raises.
    """
    now = now or timezone.now()
    if end <= start:
        raise EndBeforeBeginning
    locked, unit = lock_to_change(session, now)
    place_id = locked.place_id if place == "same" else getattr(place, "pk", None)
    room = locked.room if room is None else room
    was_postponed, old_start = locked.is_postponed, locked.start
    before = (locked.start, locked.end, locked.place_id, locked.room)
    if (start, end, place_id, room) == before and not was_postponed:
        return locked
    if start <= now and (was_postponed or start != old_start):
        raise StartInThePast
    move_slots(locked, start, end)
    _shift_registration_hours(locked, start)
    locked.start, locked.end, locked.place_id, locked.room = start, end, place_id, room
    locked.status = SessionStatus.SCHEDULED
    stamp(locked, reason, now)
    locked.save()
    _keep_registrations_until(locked)
    first = start if old_start <= now else min(start, old_start)
    tell_everybody("bookings.session_moved", locked, before=first, now=now)
    # Seats given back while it was postponed, and the appointments of longer hours, are free.
    fill_freed_seats(unit, now=now)
    transaction.on_commit(lambda: session_moved.send(Session, session=locked))
    return locked


def _shift_registration_hours(session: Session, start: datetime) -> None:
    """Let registration open and close as long before the new hour as before the old one."""
    shift = start - session.start
    if session.opens_at is not None:
        session.opens_at += shift
    if session.closes_at is not None:
        session.closes_at += shift


def _keep_registrations_until(session: Session) -> None:
    """Keep people's data as long after the new date as they were told for the old one."""
    kept_until = expiry([session])
    rows = Registration.objects.of_session(session).filter(expires_on__lt=kept_until)
    by_end: defaultdict[date, list[int]] = defaultdict(list)
    for registration_id, end in rows.values_list("pk", "expires_on"):
        by_end[end].append(registration_id)
    for end, ids in by_end.items():
        keep_longer(ids, kept_until - end)


@transaction.atomic
def delete_session(session: Session) -> None:
    """Delete a date made by mistake; the rule of its series then leaves that day out.

    Raises DateInUse when somebody has ever registered for it, DateHasHistory when a plugin keeps what
    happened on it: such a date is cancelled.
    """
    lock_bookable_unit(session)
    if RegisteredDate.objects.filter(session=session).exists():
        raise DateInUse
    if session.series_id is not None:
        series = SessionSeries.objects.select_for_update(of=("self",)).get(pk=session.series_id)
        left_out = session.original_start.astimezone(session.zone).date()
        series.recurrences = normalize(
            series.recurrences,
            start_time=series.start_time,
            timezone_name=series.timezone_name,
            excluded=[left_out],
        )
        series.save(update_fields=["recurrences"])
    _delete(Session.objects.filter(pk=session.pk))


@transaction.atomic
def delete_unused_dates(page_ids: Iterable[int]) -> int:
    """Delete the dates and series of these pages, and return how many dates there were.

    Raises DateInUse or DateHasHistory, and deletes none, when one of them is part of what happened.
    """
    page_ids = list(page_ids)
    sessions = Session.objects.filter(page__in=page_ids)
    rows = lock_sessions(list(sessions.values_list("pk", flat=True)))
    if RegisteredDate.objects.filter(session__in=rows).exists():
        raise DateInUse
    _delete(Session.objects.filter(pk__in=[row.pk for row in rows]))
    SessionSeries.objects.filter(page__in=page_ids).delete()
    return len(rows)


def _delete(sessions: QuerySet[Session]) -> None:
    """Delete dates, unless rows of a plugin that name them are kept."""
    try:
        sessions.delete()
    except ProtectedError as held:
        kept = {str(row._meta.verbose_name_plural) for row in held.protected_objects}
        raise DateHasHistory(sorted(kept)) from held
