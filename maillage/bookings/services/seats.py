"""Seats taken, given back and handed on. Every function here runs under the dates' lock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from ..errors import AlreadyCancelled, CapacityBelowSeatsTaken, SessionCancelled, SessionFull
from ..models import Registration, RegistrationStatus, Session
from ..signals import registration_cancelled, registration_confirmed
from .locks import lock_bookable_unit
from .notices import tell


def bookable_dates(unit: Sequence[Session], now: datetime) -> list[Session]:
    """Return the dates of a locked unit on which a seat still means something at `now` (aware)."""
    return [session for session in unit if session.takes_place and session.end > now]


def has_room(dates: Sequence[Session], seats: int) -> bool:
    """Tell whether `seats` fit on every one of `dates`."""
    return all(date.seats_left is None or date.seats_left >= seats for date in dates)


def take_seats(dates: Sequence[Session], seats: int) -> None:
    """Take `seats` on every one of `dates`, or raise SessionFull and undo nothing by itself.

    The condition in the UPDATE is a second guard behind the lock, the CHECK a third.
    """
    for date in dates:
        room = Q(capacity=None) | Q(capacity__gte=F("seats_taken") + seats)
        if not Session.objects.filter(room, pk=date.pk).update(seats_taken=F("seats_taken") + seats):
            raise SessionFull(date.seats_left or 0)
        date.seats_taken += seats


def take_free_seats(session: Session, seats: int, *, now: datetime) -> bool:
    """Take `seats` on one date when they are free and nobody waits for them; tell whether it was done.

    The UPDATE takes the row's lock and keeps it until the transaction ends, so this is
    `lock_sessions()` and `take_seats()` in one statement: what nearly every registration needs.
    """
    free = Q(capacity=None) | Q(capacity__gte=F("seats_taken") + seats)
    open_to_all = Session.objects.scheduled().filter(free, pk=session.pk, end__gt=now, waiting_count=0)
    return bool(open_to_all.update(seats_taken=F("seats_taken") + seats))


def give_back_seats(dates: Sequence[Session], seats: int) -> None:
    """Free `seats` on every one of `dates`."""
    Session.objects.filter(pk__in=[date.pk for date in dates]).update(seats_taken=F("seats_taken") - seats)
    for date in dates:
        date.seats_taken -= seats


def join_waiting_list(dates: Sequence[Session]) -> None:
    """Count one more registration that waits for every one of `dates`."""
    waiting_for = Session.objects.filter(pk__in=[date.pk for date in dates])
    waiting_for.update(waiting_count=F("waiting_count") + 1)


def leave_waiting_list(registration: Registration) -> None:
    """Count one registration less on all its dates, those that are over or cancelled included."""
    ids = registration.dates.values("session_id")
    Session.objects.filter(pk__in=ids).update(waiting_count=F("waiting_count") - 1)


def fill_freed_seats(unit: Sequence[Session], *, now: datetime | None = None) -> list[Registration]:
    """Confirm those who wait, first come first, while they fit; return them.

    `unit` holds dates that are locked. Somebody at the head who asks for more seats than are
    free holds those behind: a group is not overtaken for ever by people who come alone.
    """
    now = now or timezone.now()
    dates = bookable_dates(unit, now)
    confirmed: list[Registration] = []
    if not dates:
        return confirmed
    for registration in Registration.objects.waiting().filter(dates__session__in=dates).distinct():
        mine = _dates_of(registration, dates)
        if not has_room(mine, registration.seats):
            break
        take_seats(mine, registration.seats)
        _confirm(registration, now)
        tell("bookings.registration_promoted", registration)
        confirmed.append(registration)
    return confirmed


@transaction.atomic
def cancel_registration(registration: Registration, *, now: datetime | None = None) -> list[Registration]:
    """Cancel `registration`, hand its seats to those who wait, and return who got one.

    The person is told once. Raises AlreadyCancelled when somebody did it before.
    """
    now = now or timezone.now()
    unit = _lock_unit_of(registration)
    was = registration.status
    if was == RegistrationStatus.CANCELLED:
        raise AlreadyCancelled
    registration.status = RegistrationStatus.CANCELLED
    registration.cancelled_at = now
    registration.save(update_fields=["status", "cancelled_at"])
    if was == RegistrationStatus.WAITING:
        leave_waiting_list(registration)
    tell("bookings.registration_cancelled", registration)
    transaction.on_commit(lambda: registration_cancelled.send(Registration, registration=registration))
    if was == RegistrationStatus.CONFIRMED:
        give_back_seats(_dates_of(registration, unit), registration.seats)
    # Even someone who only waited may have held a shorter group behind.
    return fill_freed_seats(unit, now=now)


@transaction.atomic
def promote(registration: Registration, *, add_seats: bool = False, now: datetime | None = None) -> None:
    """Confirm one person who waits, out of turn: the choice of the team.

    With `add_seats`, a full date grows by what is missing. Raises SessionFull when there is no
    room, SessionCancelled when no date is left to come to, AlreadyCancelled when nobody waits.
    """
    now = now or timezone.now()
    unit = _lock_unit_of(registration)
    if registration.status == RegistrationStatus.CANCELLED:
        raise AlreadyCancelled
    if registration.status == RegistrationStatus.CONFIRMED:
        return
    dates = bookable_dates(_dates_of(registration, unit), now)
    if not dates:
        raise SessionCancelled
    if not has_room(dates, registration.seats):
        if not add_seats:
            raise SessionFull(min(date.seats_left or 0 for date in dates if date.capacity is not None))
        _grow(dates, registration.seats)
    take_seats(dates, registration.seats)
    _confirm(registration, now)
    tell("bookings.registration_promoted", registration)
    fill_freed_seats(unit, now=now)


@transaction.atomic
def change_capacity(session: Session, capacity: int | None) -> list[Registration]:
    """Give `session` another number of seats (None: not counted) and return who got one of them.

    Raises CapacityBelowSeatsTaken when people already hold more.
    """
    unit = lock_bookable_unit(session)
    locked = next(date for date in unit if date.pk == session.pk)
    if capacity is not None and capacity < locked.seats_taken:
        raise CapacityBelowSeatsTaken(locked.seats_taken)
    locked.capacity = session.capacity = capacity
    locked.save(update_fields=["capacity", "updated_at"])
    return fill_freed_seats(unit)


def _lock_unit_of(registration: Registration) -> list[Session]:
    """Lock the dates of `registration`, then read it again: it may have changed while we waited."""
    first = Session.objects.filter(registrations=registration).select_related("series").order_by("pk")[0]
    unit = lock_bookable_unit(first)
    registration.refresh_from_db(fields=["status", "seats", "cancelled_at", "confirmed_at"])
    return unit


def _dates_of(registration: Registration, unit: Sequence[Session]) -> list[Session]:
    """Return the dates of `unit` that `registration` is for."""
    if registration.series_id is None and len(unit) == 1:
        return list(unit)
    mine = set(registration.dates.values_list("session_id", flat=True))
    return [session for session in unit if session.pk in mine]


def _confirm(registration: Registration, now: datetime) -> None:
    registration.status = RegistrationStatus.CONFIRMED
    registration.confirmed_at = now
    registration.save(update_fields=["status", "confirmed_at"])
    leave_waiting_list(registration)
    transaction.on_commit(lambda: registration_confirmed.send(Registration, registration=registration))


def _grow(dates: Sequence[Session], seats: int) -> None:
    for date in dates:
        if date.capacity is not None and date.capacity < date.seats_taken + seats:
            date.capacity = date.seats_taken + seats
            date.save(update_fields=["capacity", "updated_at"])
