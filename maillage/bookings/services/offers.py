"""The answers to an offer of seats: yes, no, or « we prefer to come all together ».

`by` is the user of the team to whom the answer was said on the phone: the call then keeps it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from ..errors import NoOffer, OfferChanged, OfferExpired
from ..models import CallAnswer, Registration, RegistrationStatus, Session
from .calls import note_answer
from .notices import tell
from .seats import check_to_come, join_waiting_list, let_go_of_seats, lock_unit_of
from .waiting_list import OFFER_FIELDS, confirm, fill_freed_seats, forget_offer, leave

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

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
