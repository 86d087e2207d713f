"""Seats of a date, its appointments, and the lock under which both are written."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.db.transaction import TransactionManagementError
from django.utils import timezone
from wagtail.models import Page

from maillage.bookings.errors import (
    AppointmentsOutside,
    AppointmentTaken,
    AppointmentTooLong,
    ChangedMeanwhile,
    DateHasBegun,
    MoreSeatsThanAppointments,
    OneSeatPerAppointment,
    SessionCancelled,
    SessionFull,
    SessionPostponed,
)
from maillage.bookings.models import RegisteredDate, Registration, Session
from maillage.bookings.rules import is_in_cycle
from maillage.bookings.signals import seats_changed


def lock_sessions(session_ids: Collection[int]) -> list[Session]:
    """Lock the dates in key order, so that two writers never wait for each other, and return them fresh.

    PostgreSQL locks the rows; on SQLite the transaction itself took the only write lock when
    it began (`transaction_mode="IMMEDIATE"`). Raises TransactionManagementError outside a
    transaction, where a lock would be let go at once.
    """
    if not transaction.get_connection().in_atomic_block:
        raise TransactionManagementError("lock_sessions() only means something in a transaction.")
    rows = Session.objects.select_for_update(of=("self",)).filter(pk__in=session_ids)
    return list(rows.select_related("series").order_by("pk"))


def lock_page_dates(page: Page) -> None:
    """Let one writer at a time add dates to `page`, so that a double click adds them once."""
    Page.objects.select_for_update(of=("self",)).values_list("pk").get(pk=page.pk)


def lock_bookable_unit(session: Session) -> list[Session]:
    """Lock what is booked together with `session`: itself, or every date of its cycle."""
    if is_in_cycle(session):
        return lock_sessions(list(Session.objects.booked_with(session).values_list("pk", flat=True)))
    return lock_sessions([session.pk])


def appointments(start: datetime, end: datetime, minutes: int) -> list[datetime]:
    """Return when each appointment of `minutes` begins between two instants (aware), in order."""
    length = timedelta(minutes=minutes)
    return [start + length * number for number in range((end - start) // length)]


def appointments_of(session: Session) -> list[datetime]:
    """Return when each appointment of `session` begins (aware); empty when it is not cut into any."""
    if session.slot_minutes is None:
        return []
    return appointments(session.start, session.end, session.slot_minutes)


def free_slots(session: Session, *, now: datetime | None = None) -> list[datetime]:
    """Return the appointments of `session` that nobody has and that are still to come, in one query.

    Under the date's lock the answer holds until the transaction ends; elsewhere it is what to show.
    """
    hours = appointments_of(session)
    if not hours:
        return []
    now = now or timezone.now()
    taken = set(_taken(session))
    return [hour for hour in hours if hour not in taken and hour > now]


def check_one_seat(session: Session, seats: int) -> None:
    """Raise OneSeatPerAppointment when more than one seat is asked of a date cut into appointments."""
    if session.slot_minutes is not None and seats != 1:
        raise OneSeatPerAppointment


def pick_slot(
    session: Session, wanted: datetime | None = None, *, now: datetime | None = None
) -> datetime | None:
    """Return the appointment that somebody who has a seat gets: `wanted`, or else the first free one.

    None when `session`, which the caller has locked, is not cut into appointments, or when nobody
    wants an hour and those that are left have gone by. Raises AppointmentTaken when `wanted` is not free.
    """
    if session.slot_minutes is None:
        return None
    # Read under the lock: the date may have moved while this transaction waited.
    fresh = Session.objects.only("start", "end", "slot_minutes").get(pk=session.pk)
    free = free_slots(fresh, now=now)
    if wanted is not None and wanted not in free:
        raise AppointmentTaken
    return wanted or next(iter(free), None)


def give_slots(registration: Registration, dates: Sequence[Session], *, now: datetime | None = None) -> None:
    """Give somebody who waited, and now has a seat on `dates` (locked), the first free hour of each."""
    for date in dates:
        if date.slot_minutes is not None:
            mine = RegisteredDate.objects.filter(registration=registration, session=date)
            mine.filter(slot_start=None).update(slot_start=pick_slot(date, now=now))


def free_slots_of(registration: Registration) -> None:
    """Give back every appointment of somebody who gives back their seat."""
    RegisteredDate.objects.filter(registration=registration).exclude(slot_start=None).update(slot_start=None)


def seats_of_slots(session: Session, capacity: int | None) -> int | None:
    """Return how many seats `session` has when `capacity` is asked: as many as appointments by default.

    Raises AppointmentTooLong when the hours hold none, MoreSeatsThanAppointments when they hold fewer.
    """
    if session.slot_minutes is None:
        return capacity
    count = len(appointments_of(session))
    if not count:
        raise AppointmentTooLong
    if capacity is not None and capacity > count:
        raise MoreSeatsThanAppointments(count)
    return capacity or count


def move_slots(session: Session, start: datetime, end: datetime) -> None:
    """Move the appointments of `session` (locked) with its hours, before these are changed.

    A date with a seat for each appointment keeps one for each. Raises AppointmentsOutside when
    somebody's appointment would fall after the new `end` (aware), AppointmentTooLong when none fits.
    """
    if session.slot_minutes is None:
        return
    _shift_appointments(session, session.slot_minutes, start, end)
    count = len(appointments(start, end, session.slot_minutes))
    was_whole = session.capacity == len(appointments_of(session))
    session.capacity = count if was_whole else min(session.capacity or count, count)
    if not count:
        raise AppointmentTooLong
    if session.capacity < session.seats_taken:
        raise AppointmentsOutside


def _shift_appointments(session: Session, minutes: int, start: datetime, end: datetime) -> None:
    rows = list(RegisteredDate.objects.filter(session=session).exclude(slot_start=None))
    hours = set(appointments(start, end, minutes))
    shift = start - session.start
    for row in rows:
        row.slot_start = row.slot_start and row.slot_start + shift
    if any(row.slot_start not in hours for row in rows):
        raise AppointmentsOutside
    if shift:
        # First all away, then all back: two appointments never meet at one hour on the way.
        RegisteredDate.objects.filter(pk__in=[row.pk for row in rows]).update(slot_start=None)
        RegisteredDate.objects.bulk_update(rows, ["slot_start"])


def _taken(session: Session) -> list[datetime]:
    rows = RegisteredDate.objects.filter(session=session).exclude(slot_start=None)
    return [hour for hour in rows.values_list("slot_start", flat=True) if hour is not None]


# What another transaction may have changed in a registration while this one waited for its dates.
_CHANGED_UNDER_LOCK = (
    *("status", "seats", "companions", "created_at", "confirmed_at", "cancelled_at", "series"),
    *("offered_seats", "offered_at", "offer_expires_at", "stays_whole", "link_counter"),
)


def bookable_dates(unit: Sequence[Session], now: datetime) -> list[Session]:
    """Return the dates of a locked unit on which a seat still means something at `now` (aware)."""
    return [session for session in unit if _is_bookable(session, now)]


def dates_to_come(unit: Sequence[Session], now: datetime) -> list[Session]:
    """Return the dates of a locked unit that begin after `now` (aware): the list of the others is over.

    Of a cycle, its postponed dates too.
    """
    return [date for date in bookable_dates(unit, now) if date.is_postponed or date.start > now]


def check_to_come(mine: Sequence[Session], now: datetime) -> list[Session]:
    """Return `dates_to_come()` of locked dates; raises SessionCancelled, SessionPostponed or DateHasBegun."""
    if dates := dates_to_come(mine, now):
        return dates
    if all(date.is_cancelled for date in mine):
        raise SessionCancelled
    raise DateHasBegun if any(date.takes_place for date in mine) else SessionPostponed


def seats_free(dates: Sequence[Session]) -> int | None:
    """Return how many seats are free on every one of `dates`; None when none of them counts seats."""
    counted = [date.seats_left for date in dates if date.seats_left is not None]
    return min(counted) if counted else None


def _is_bookable(session: Session, now: datetime) -> bool:
    """A cycle is booked whole: its postponed dates too, whose new day is not known yet."""
    if session.is_postponed:
        return is_in_cycle(session)
    return session.takes_place and session.end > now


def has_room(dates: Sequence[Session], seats: int) -> bool:
    """Tell whether `seats` fit on every one of `dates`."""
    free = seats_free(dates)
    return free is None or free >= seats


def has_an_hour(dates: Sequence[Session], *, now: datetime) -> bool:
    """Tell whether every one of `dates` that is cut into appointments has one left after `now` (aware)."""
    return all(date.slot_minutes is None or free_slots(date, now=now) for date in dates)


def somebody_waits(dates: Sequence[Session]) -> bool:
    """Tell whether a seat of `dates` belongs to somebody on the waiting list."""
    return any(date.waiting_count for date in dates)


def take_seats(dates: Sequence[Session], seats: int) -> None:
    """Take `seats` on every one of `dates`, or raise SessionFull and undo nothing by itself.

    The condition in the UPDATE is a second guard behind the lock, the CHECK a third.
    """
    for date in dates:
        room = Q(capacity=None) | Q(capacity__gte=F("seats_taken") + seats)
        if not Session.objects.filter(room, pk=date.pk).update(seats_taken=F("seats_taken") + seats):
            raise SessionFull(date.seats_left or 0)
        date.seats_taken += seats
    seats_changed.send(Session, dates=dates)


def take_free_seats(session: Session, seats: int, *, now: datetime) -> bool:
    """Take `seats` on one date when they are free and nobody waits for them; tell whether it was done.

    The UPDATE takes the row's lock and keeps it until the transaction ends, so this is
    `lock_sessions()` and `take_seats()` in one statement: what nearly every registration needs.
    Seats kept by an offer count as taken.
    """
    free = Q(capacity=None) | Q(capacity__gte=F("seats_taken") + seats)
    open_to_all = Session.objects.scheduled().filter(free, pk=session.pk, end__gt=now, waiting_count=0)
    taken = bool(open_to_all.update(seats_taken=F("seats_taken") + seats))
    if taken:
        seats_changed.send(Session, dates=[session])
    return taken


def give_back_seats(dates: Sequence[Session], seats: int) -> None:
    """Free `seats` on every one of `dates`."""
    Session.objects.filter(pk__in=[date.pk for date in dates]).update(seats_taken=F("seats_taken") - seats)
    for date in dates:
        date.seats_taken -= seats
    seats_changed.send(Session, dates=dates)


def hold_seats(registration: Registration, dates: Sequence[Session], seats: int, *, now: datetime) -> None:
    """Take `seats` on `dates` for somebody who waited, with an hour on those cut into appointments.

    Raises SessionFull or AppointmentTaken.
    """
    take_seats(dates, seats)
    give_slots(registration, dates, now=now)


def let_go_of_seats(registration: Registration, mine: Sequence[Session]) -> None:
    """Free what `registration` holds or is offered on its own dates, appointments included."""
    give_back_seats(mine, registration.seats_held)
    if any(date.slot_minutes is not None for date in mine):
        free_slots_of(registration)


def join_waiting_list(dates: Sequence[Session]) -> None:
    """Count one more registration that waits for every one of `dates`."""
    _count_waiting(dates, 1)


def leave_waiting_list(dates: Sequence[Session]) -> None:
    """Count one registration less that waits for every one of `dates`."""
    _count_waiting(dates, -1)


def _count_waiting(dates: Sequence[Session], change: int) -> None:
    waiting_for = Session.objects.filter(pk__in=[date.pk for date in dates])
    waiting_for.update(waiting_count=F("waiting_count") + change)
    for date in dates:
        date.waiting_count += change


def lock_unit_of(registration: Registration) -> tuple[list[Session], list[Session]]:
    """Lock what is booked together with the dates of `registration`, and read it again.

    Returns every locked date, and those among them that the registration is for. Raises
    ChangedMeanwhile when it was moved to another date while this transaction waited.
    """
    first = Session.objects.filter(registrations=registration).select_related("series").order_by("pk")[0]
    unit = lock_bookable_unit(first)
    registration.refresh_from_db(fields=_CHANGED_UNDER_LOCK)
    return unit, dates_of(registration, unit)


def dates_of(registration: Registration, unit: Sequence[Session]) -> list[Session]:
    """Return the dates of a locked `unit` that `registration` is for; raises ChangedMeanwhile."""
    ids = set(registration.dates.values_list("session_id", flat=True))
    mine = [session for session in unit if session.pk in ids]
    if not mine:
        raise ChangedMeanwhile
    return mine


def keep_only(registration: Registration, dates: Sequence[Session], mine: Sequence[Session]) -> None:
    """Let `registration` be for `dates` only, of those that were its own: some went by while it waited.

    So whoever holds seats holds them on every one of their dates, and gives back what they took.
    """
    if len(dates) < len(mine):
        registration.dates.exclude(session__in=dates).delete()
