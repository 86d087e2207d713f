"""Seats counted on dates, and the waiting list beside them. Everything here runs under the dates' lock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F, Q

from ..errors import ChangedMeanwhile, DateHasBegun, SessionCancelled, SessionFull, SessionPostponed
from ..models import Registration, Session
from ..signals import seats_changed
from .locks import is_in_cycle, lock_bookable_unit
from .slots import free_slots, free_slots_of, give_slots

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
