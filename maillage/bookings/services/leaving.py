"""A registration that is cancelled once something of it took place: what stays, and what becomes free.

Under the dates' lock. Who was present is history: a date that they came to keeps them. In a cycle the
dates that have begun stay, with their attendance, and those to come are given back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import WasPresent
from ..models import Attendance, RegisteredDate
from .seats import let_go_of_seats

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ..models import Registration, Session


def dates_to_give_back(registration: Registration, mine: Sequence[Session], now: datetime) -> list[Session]:
    """Return which of the dates `mine` a registration gives back when it is cancelled at `now` (aware).

    All of them, as long as none has begun or when nobody came to any. Raises WasPresent when none is
    left to come and the person came to one.
    """
    came_to = set(
        RegisteredDate.objects.filter(
            registration=registration, session__in=mine, attendance=Attendance.PRESENT
        ).values_list("session_id", flat=True)
    )
    stay = {date.pk for date in mine if date.pk in came_to or (date.takes_place and date.start <= now)}
    to_come = [date for date in mine if date.pk not in stay and not date.is_cancelled]
    if to_come and stay:
        return to_come
    if came_to:
        raise WasPresent
    return list(mine)


def give_back(registration: Registration, dates: Sequence[Session], now: datetime) -> None:
    """Free `dates`, some of those of a confirmed registration, which stays registered for the others."""
    let_go_of_seats(registration, dates)
    rows = registration.dates.filter(session__in=dates)
    _keep_what_was_paid(registration, dates)
    rows.delete()
    registration.cancelled_at = now
    registration.save(update_fields=["cancelled_at"])


def _keep_what_was_paid(registration: Registration, dates: Sequence[Session]) -> None:
    """Move to the last date that stays what was paid ahead for `dates`: money in the box is not forgotten."""
    paid = list(registration.dates.filter(session__in=dates).exclude(paid_amount=None).order_by("pk"))
    if not paid:
        return
    kept = registration.dates.exclude(session__in=dates).order_by("session__start").last()
    if kept is None:
        return
    kept.paid_amount = sum((row.paid_amount for row in paid if row.paid_amount), kept.paid_amount or 0)
    kept.paid_means_id = kept.paid_means_id or paid[-1].paid_means_id
    kept.paid_at = kept.paid_at or paid[-1].paid_at
    kept.save(update_fields=["paid_amount", "paid_means", "paid_at"])
