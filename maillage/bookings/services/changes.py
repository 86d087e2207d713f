"""A registration cancelled, taken out of turn, brought back; a date with more seats or fewer."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ..errors import (
    AlreadyCancelled,
    CapacityBelowSeatsTaken,
    ChangedMeanwhile,
    NoOffer,
    SessionFull,
)
from ..models import Registration, RegistrationStatus, Session
from ..opening import check_open
from .leaving import dates_to_give_back, give_back
from .locks import lock_bookable_unit
from .notices import tell
from .seats import (
    check_to_come,
    has_room,
    hold_seats,
    keep_only,
    leave_waiting_list,
    let_go_of_seats,
    lock_unit_of,
    seats_free,
    somebody_waits,
)
from .slots import seats_of_slots
from .waiting_list import confirm, end_overdue_offers_of, fill_freed_seats, leave, wait_again

# Somebody who cancels wants it whatever the date: moved in between, it is looked for again so often.
TRIES = 3


def cancel_registration(registration: Registration, *, now: datetime | None = None) -> list[Registration]:
    """Cancel `registration`, hand its seats to those who wait, and return who got one.

    The person is told once. Of a cycle that has begun, the dates to come are given back and the others
    stay. Raises WasPresent when the person came and no date is left to come, AlreadyCancelled when
    somebody did it before, ChangedMeanwhile when it goes from date to date faster than it can be locked.
    """
    for _try in range(TRIES - 1):
        # Each try is a transaction of its own: what it had locked is let go before the next one.
        with suppress(ChangedMeanwhile):
            return _cancel_once(registration, now)
    return _cancel_once(registration, now)


@transaction.atomic
def _cancel_once(registration: Registration, now: datetime | None) -> list[Registration]:
    unit, mine = lock_unit_of(registration)
    now = now or timezone.now()
    if registration.is_cancelled or registration.has_left_cycle:
        raise AlreadyCancelled
    if registration.is_waiting:
        leave_waiting_list(mine)
        leave(registration, now)
    else:
        given_back = dates_to_give_back(registration, mine, now)
        if len(given_back) < len(mine):
            give_back(registration, given_back, now)
            tell("bookings.cycle_left", registration, occasion=now.isoformat())
            return fill_freed_seats(unit, now=now)
        let_go_of_seats(registration, mine)
        leave(registration, now)
    tell("bookings.registration_cancelled", registration, occasion=now.isoformat())
    # Even someone who only waited may have held a shorter group behind.
    return fill_freed_seats(unit, now=now)


@transaction.atomic
def promote(registration: Registration, *, add_seats: bool = False, now: datetime | None = None) -> None:
    """Confirm one person who waits, out of turn: the choice of the team.

    With `add_seats`, a full date grows by what is missing. Somebody who has an offer gets all the
    seats that they asked for. Raises SessionFull when there is no room, AlreadyCancelled when nobody waits,
    and when no date is left to come to what `check_to_come()` raises.
    """
    unit, mine = lock_unit_of(registration)
    now = now or timezone.now()
    if registration.is_cancelled:
        raise AlreadyCancelled
    if registration.status == RegistrationStatus.CONFIRMED:
        return
    dates = check_to_come(mine, now)
    if registration.is_waiting:
        leave_waiting_list(mine)
    else:
        let_go_of_seats(registration, mine)
    _make_room(dates, registration.seats, add_seats=add_seats)
    hold_seats(registration, dates, registration.seats, now=now)
    keep_only(registration, dates, mine)
    confirm(registration, now)
    tell("bookings.registration_promoted", registration, occasion=now.isoformat())
    fill_freed_seats(unit, now=now)


@transaction.atomic
def come_back(registration: Registration, *, now: datetime | None = None) -> None:
    """Put somebody who let an offer end back on the list, behind the others; or seat them if it is empty.

    Raises NoOffer when the registration did not end like this, or a BookingError that says why the
    date takes nobody any more.
    """
    unit, mine = lock_unit_of(registration)
    now = now or timezone.now()
    if registration.is_overdue(now):
        fill_freed_seats(unit, now=now)
        registration.refresh_from_db()
    if registration.is_waiting:
        return
    if not registration.has_let_offer_end:
        raise NoOffer
    dates = check_to_come(mine, now)
    check_open(dates[0], dates[0].page.specific, now=now)
    end_overdue_offers_of(unit, now=now)
    keep_only(registration, dates, mine)
    if somebody_waits(dates) or not has_room(dates, registration.seats):
        wait_again(registration, dates, now)
        tell("bookings.registration_waiting", registration, occasion=now.isoformat())
        fill_freed_seats(unit, now=now)
        return
    hold_seats(registration, dates, registration.seats, now=now)
    confirm(registration, now)
    tell("bookings.registration_confirmed", registration, occasion=now.isoformat())


@transaction.atomic
def change_capacity(session: Session, capacity: int | None) -> list[Registration]:
    """Give `session` another number of seats (None: not counted) and return who got one of them.

    Raises CapacityBelowSeatsTaken when people already hold more, MoreSeatsThanAppointments when the
    date is cut into fewer hours.
    """
    unit = lock_bookable_unit(session)
    locked = next(date for date in unit if date.pk == session.pk)
    if capacity is not None and capacity < locked.seats_taken:
        raise CapacityBelowSeatsTaken(locked.seats_taken)
    capacity = seats_of_slots(locked, capacity)
    locked.capacity = session.capacity = capacity
    locked.save(update_fields=["capacity", "updated_at"])
    return fill_freed_seats(unit)


def _make_room(dates: Sequence[Session], seats: int, *, add_seats: bool) -> None:
    """Check that `seats` fit on `dates`, or let these grow; raises SessionFull when they may not."""
    if has_room(dates, seats):
        return
    if not add_seats:
        raise SessionFull(seats_free(dates) or 0)
    for date in dates:
        if date.capacity is not None and date.capacity < date.seats_taken + seats:
            date.capacity = date.seats_taken + seats
            date.save(update_fields=["capacity", "updated_at"])
