"""Seats that become free: offered to the first who waits, then handed on without an answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from maillage.bookings.errors import ChangedMeanwhile, NoOffer, OfferChanged, OfferExpired
from maillage.bookings.models import (
    OFFER,
    BookablePageMixin,
    CallAnswer,
    Registration,
    RegistrationStatus,
    Session,
)
from maillage.bookings.services.notifications import note_answer, tell
from maillage.bookings.services.seats import (
    bookable_dates,
    check_to_come,
    dates_of,
    dates_to_come,
    has_an_hour,
    has_room,
    hold_seats,
    join_waiting_list,
    keep_only,
    leave_waiting_list,
    let_go_of_seats,
    lock_unit_of,
    seats_free,
    somebody_waits,
    take_seats,
)
from maillage.bookings.signals import registration_cancelled, registration_confirmed

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

SHORTEST_OFFER = timedelta(minutes=15)
# Nearer than this nobody is asked any more: the seat is theirs at once.
TOO_NEAR_TO_ASK = timedelta(hours=2)
OFFER_FIELDS = ("offered_seats", "offered_at", "offer_expires_at")
_CONFIRMED = ("status", "confirmed_at", "cancelled_at", "seats", "companions")


def offer_ends_at(dates: Sequence[Session], *, now: datetime) -> datetime | None:
    """Return until when (aware) a seat that is free at `now` is kept for whom it is offered to.

    As long as the page says, yet a quarter at most of what is left before registration closes, a
    quarter of an hour at least, and never past the start. None when nobody is asked and the first
    who waits is registered at once: the page wants it so, or the date begins within two hours.
    """
    page = dates[0].page.specific
    to_come = [date for date in dates if date.start > now]
    if not isinstance(page, BookablePageMixin) or not page.offer_hours or not to_come:
        return None
    first = min(to_come, key=lambda date: date.start)
    if first.start - now < TOO_NEAR_TO_ASK:
        return None
    closes_at = page.registration_closes_at(first)
    left = (closes_at if closes_at > now else first.start) - now
    length = min(timedelta(hours=page.offer_hours), max(left / 4, SHORTEST_OFFER))
    return min(now + length, first.start)


def fill_freed_seats(unit: Sequence[Session], *, now: datetime | None = None) -> list[Registration]:
    """Hand the free seats of locked dates to those who wait, first come first; return who got some.

    An offer without an answer in time ends first. Of a date that has begun nothing more is handed on: who
    waited has gone elsewhere. Somebody at the head who asks for more seats
    than are free holds those behind: a group is asked once whether it comes as fewer, and is not
    overtaken for ever by people who come alone.
    """
    now = now or timezone.now()
    dates = bookable_dates(unit, now)
    if not dates:
        return []
    served = _look_after_offers(unit, dates, now)
    to_come = dates_to_come(unit, now)
    if not somebody_waits(to_come):
        return served
    queue = Registration.objects.waiting().filter(dates__session__in=to_come).select_related("organization")
    # The head is read again each time: a long list behind it costs nothing.
    while (head := queue.first()) and _serve(head, unit, now):
        served.append(head)
    return served


def end_overdue_offers_of(unit: Sequence[Session], *, now: datetime) -> None:
    """Hand on what is kept on locked dates for people who did not answer by `now` (aware)."""
    if Registration.objects.overdue_offers(now).filter(dates__session__in=unit).exists():
        fill_freed_seats(unit, now=now)


def end_overdue_offers(now: datetime) -> str | None:
    """Hand on the seats of the offers that nobody answered in time: the worker's job of each minute.

    Each date is a transaction of its own. Returns how many people were served, for the log.
    """
    served, seen = 0, set()
    for registration in Registration.objects.overdue_offers(now):
        # Somebody who has just gone to another date has no offer any more.
        with suppress(ChangedMeanwhile), transaction.atomic():
            unit, _mine = lock_unit_of(registration)
            if unit[0].pk not in seen:
                served += len(fill_freed_seats(unit, now=now))
                seen.add(unit[0].pk)
    return f"{len(seen)} dates looked after, {served} people served" if seen else None


def confirm(registration: Registration, now: datetime) -> None:
    """Write that `registration` holds its seats, and tell the plugins once that is saved."""
    registration.status = RegistrationStatus.CONFIRMED
    registration.confirmed_at = now
    forget_offer(registration)
    registration.cancelled_at = None
    registration.save(update_fields=[*_CONFIRMED, *OFFER_FIELDS])
    transaction.on_commit(lambda: registration_confirmed.send(Registration, registration=registration))


def leave(registration: Registration, now: datetime) -> None:
    """Write that `registration` holds nothing any more, and tell the plugins once that is saved."""
    forget_offer(registration)
    _write_cancelled(registration, now)


def wait_again(registration: Registration, mine: Sequence[Session], now: datetime) -> None:
    """Put `registration` at the end of the list of its dates."""
    registration.status = RegistrationStatus.WAITING
    registration.created_at = now
    registration.cancelled_at = None
    forget_offer(registration)
    registration.save(update_fields=["status", "created_at", "cancelled_at", *OFFER_FIELDS])
    join_waiting_list(mine)


def _write_cancelled(registration: Registration, now: datetime) -> None:
    registration.status = RegistrationStatus.CANCELLED
    registration.cancelled_at = now
    registration.offered_seats = None
    registration.save(update_fields=["status", "cancelled_at", *OFFER_FIELDS])
    transaction.on_commit(lambda: registration_cancelled.send(Registration, registration=registration))


def forget_offer(registration: Registration) -> None:
    """Empty what an offer wrote on `registration` (the caller saves it), and its call to make."""
    forget_call_about_offer(registration)
    registration.offered_seats = registration.offered_at = registration.offer_expires_at = None


def forget_call_about_offer(registration: Registration) -> None:
    """Take off the list of calls an offer that was answered, or that is over."""
    if registration.offered_at is not None:
        registration.calls.filter(kind=OFFER, done_at=None).delete()


def _look_after_offers(
    unit: Sequence[Session], dates: Sequence[Session], now: datetime
) -> list[Registration]:
    """End the overdue offers of `dates`; let those who were offered fewer seats have more; return these."""
    offers = Registration.objects.offered().filter(dates__session__in=dates).distinct()
    offers = offers.select_related("organization")
    standing = []
    for registration in offers:
        if registration.is_overdue(now):
            _let_end(registration, dates_of(registration, unit), now)
        else:
            standing.append(registration)
    return [each for each in standing if each.is_offered_fewer and _offer_more(each, unit, now)]


def _let_end(registration: Registration, mine: list[Session], now: datetime) -> None:
    """Take the person off the list, who can come back to its end: `offer_expires_at` stays to tell.

    Somebody whom no e-mail tells, and whom nobody called in time, goes to the end of the list instead.
    """
    let_go_of_seats(registration, mine)
    forget_call_about_offer(registration)
    if registration.email:
        _write_cancelled(registration, now)
        tell("bookings.offer_ended", registration, occasion=now.isoformat())
        return
    wait_again(registration, mine, now)


def _offer_more(registration: Registration, unit: Sequence[Session], now: datetime) -> bool:
    """Add the free seats to an offer of fewer than were asked for; tell whether there were any."""
    mine = dates_of(registration, unit)
    if not dates_to_come(mine, now):
        return False
    offered, free = registration.seats_held, seats_free(mine)
    missing = registration.seats - offered
    more = missing if free is None else min(missing, free)
    if more < 1:
        return False
    was_until = registration.offer_expires_at or now
    ends_at = offer_ends_at(mine, now=now) or was_until
    take_seats(mine, more)
    _offer(registration, offered + more, now, max(ends_at, was_until))
    return True


def _serve(registration: Registration, unit: Sequence[Session], now: datetime) -> bool:
    """Give or offer seats to the first who waits; return False when it holds those behind."""
    mine = dates_of(registration, unit)
    dates = dates_to_come(mine, now)
    ends_at = offer_ends_at(dates, now=now)
    whole = has_room(dates, registration.seats)
    seats = registration.seats if whole else seats_free(dates) or 0
    if not whole and (not seats or registration.stays_whole or ends_at is None):
        return False
    if not has_an_hour(dates, now=now):
        return False
    leave_waiting_list(mine)
    hold_seats(registration, dates, seats, now=now)
    keep_only(registration, dates, mine)
    if ends_at is None:
        confirm(registration, now)
        tell("bookings.registration_promoted", registration, occasion=now.isoformat())
    else:
        _offer(registration, seats, now, ends_at)
    return True


def _offer(registration: Registration, seats: int, now: datetime, ends_at: datetime) -> None:
    # An offer of more seats is one call, the new one.
    forget_call_about_offer(registration)
    registration.status = RegistrationStatus.OFFERED
    registration.offered_seats = seats
    registration.offered_at = now
    registration.offer_expires_at = ends_at
    registration.save(update_fields=["status", *OFFER_FIELDS])
    # Whoever reads no e-mail is called before the answer is due.
    call_before = None if registration.email else ends_at
    tell("bookings.seats_offered", registration, occasion=now.isoformat(), before=call_before, now=now)


Act = Callable[[list[Session], list[Session], datetime], None]


def accept_offer(
    registration: Registration,
    *,
    seats: int | None = None,
    by: AbstractBaseUser | None = None,
    now: datetime | None = None,
) -> None:
    """Turn the seats that are kept for `registration` into its seats, and tell the person.

    A group that was offered fewer seats than it asked for comes as so many. `seats` is how many the
    person was shown. Raises OfferExpired, OfferChanged, NoOffer, or what
    `check_to_come()` raises.
    """

    def accept(_unit: list[Session], _mine: list[Session], now: datetime) -> None:
        registration.seats = registration.offered_seats or registration.seats
        registration.companions = registration.companions[: registration.seats - 1]
        confirm(registration, now)
        tell("bookings.registration_confirmed", registration, occasion=now.isoformat())

    _answer(registration, accept, CallAnswer.ACCEPT, seats=seats, by=by, now=now)


def decline_offer(
    registration: Registration, *, by: AbstractBaseUser | None = None, now: datetime | None = None
) -> list[Registration]:
    """Give up the seats that are kept for `registration` and leave the list; return who got them.

    Raises OfferExpired, NoOffer, or what `check_to_come()` raises.
    """
    served: list[Registration] = []

    def decline(unit: list[Session], mine: list[Session], now: datetime) -> None:
        let_go_of_seats(registration, mine)
        leave(registration, now)
        tell("bookings.registration_cancelled", registration, occasion=now.isoformat())
        served.extend(fill_freed_seats(unit, now=now))

    _answer(registration, decline, CallAnswer.DECLINE, by=by, now=now)
    return served


def stay_together(
    registration: Registration, *, by: AbstractBaseUser | None = None, now: datetime | None = None
) -> list[Registration]:
    """Refuse fewer seats than the group asked for: it keeps its rank, and is not asked again.

    Returns who got the seats. Raises OfferExpired, what `check_to_come()` raises, or NoOffer when the
    group was offered all its seats.
    """
    served: list[Registration] = []

    def wait(unit: list[Session], mine: list[Session], now: datetime) -> None:
        if not registration.is_offered_fewer:
            raise NoOffer
        let_go_of_seats(registration, mine)
        registration.status = RegistrationStatus.WAITING
        registration.stays_whole = True
        forget_offer(registration)
        registration.save(update_fields=["status", "stays_whole", *OFFER_FIELDS])
        join_waiting_list(mine)
        tell("bookings.registration_waiting", registration, occasion=now.isoformat())
        served.extend(fill_freed_seats(unit, now=now))

    _answer(registration, wait, CallAnswer.TOGETHER, by=by, now=now)
    return served


def _answer(
    registration: Registration,
    act: Act,
    answer: CallAnswer,
    *,
    seats: int | None = None,
    by: AbstractBaseUser | None,
    now: datetime | None,
) -> None:
    """Do `act` under the lock when the offer still stands; an overdue one ends here, and is refused."""
    with transaction.atomic():
        unit, mine = lock_unit_of(registration)
        now = now or timezone.now()
        overdue = registration.is_overdue(now)
        if overdue:
            fill_freed_seats(unit, now=now)
        else:
            _check_stands(registration, mine, seats, now)
            if by is not None:
                note_answer(registration, answer, by, now=now)
            act(unit, mine, now)
    if overdue:
        registration.refresh_from_db(fields=["status", "cancelled_at", *OFFER_FIELDS])
        raise OfferExpired


def _check_stands(registration: Registration, mine: list[Session], seats: int | None, now: datetime) -> None:
    if not registration.is_offered:
        raise OfferExpired if registration.has_let_offer_end else NoOffer
    check_to_come(mine, now)
    if seats is not None and seats != registration.offered_seats:
        raise OfferChanged
