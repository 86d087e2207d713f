"""One person who is twice in the list: one registration again, nothing counted twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from ..errors import AlreadyCancelled, DoubleHoldsAnOffer, NotDoubles
from ..models import Answer, Attendance, Guardian, RegisteredDate, Registration, RegistrationStatus
from ..signals import registration_cancelled
from .locks import lock_sessions
from .seats import give_back_seats, leave_waiting_list, take_seats
from .waiting_list import fill_freed_seats

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.contrib.auth.base_user import AbstractBaseUser

    from ..models import Session

# What the one that stays takes over where it has nothing.
CONTACT = ("email", "phone", "relay_name", "relay_role", "photo_allowed", "companions")
STRONGEST = (Attendance.PRESENT, Attendance.EXCUSED, Attendance.ABSENT, Attendance.UNKNOWN)


@transaction.atomic
def merge_registrations(
    one: Registration,
    other: Registration,
    *,
    user: AbstractBaseUser | None = None,
    now: datetime | None = None,
) -> tuple[Registration, list[Registration]]:
    """Make one registration of two of the same person; return it, and who got the seats it frees.

    The older one stays, with its reference and the larger number of seats; what it has not (a
    contact, an answer, a payment) comes from the other, which is cancelled without a message and leads
    to it. Both dates' rows are locked. Raises NotDoubles when they are for other dates,
    DoubleHoldsAnOffer, or AlreadyCancelled.
    """
    now = now or timezone.now()
    dates = _lock_both(one, other)
    kept, double = sorted((one, other), key=lambda each: (each.created_at, each.pk))
    seats = max(kept.seats_held, double.seats_held) or max(kept.seats, double.seats)
    holds = bool(kept.seats_held or double.seats_held)
    _let_go(kept, double, dates)
    for row in kept.dates.all():
        _take_over_date(row, double.dates.get(session=row.session_id))
    _take_over(kept, double)
    kept.seats = seats
    if holds:
        take_seats(dates, seats)
        kept.status = RegistrationStatus.CONFIRMED
        kept.confirmed_at = kept.confirmed_at or double.confirmed_at or now
    kept.save()
    double.status, double.cancelled_at, double.merged_into = RegistrationStatus.CANCELLED, now, kept
    double.save(update_fields=["status", "cancelled_at", "merged_into"])
    log(instance=kept, action="bookings.merge", user=user, data={"reference": double.reference})
    transaction.on_commit(lambda: registration_cancelled.send(Registration, registration=double))
    return kept, fill_freed_seats(dates, now=now)


def _lock_both(one: Registration, other: Registration) -> list[Session]:
    """Lock the dates of both, read both again, and check that they are the same dates."""
    ids = set(RegisteredDate.objects.filter(registration__in=[one, other]).values_list("session", flat=True))
    dates = lock_sessions(ids)
    for each in (one, other):
        each.refresh_from_db()
        if each.is_cancelled:
            raise AlreadyCancelled
        if each.is_offered:
            raise DoubleHoldsAnOffer
    same = [set(each.dates.values_list("session", flat=True)) for each in (one, other)]
    if one.pk == other.pk or same[0] != same[1] or same[0] != {date.pk for date in dates}:
        raise NotDoubles
    return dates


def _let_go(kept: Registration, double: Registration, dates: Sequence[Session]) -> None:
    """Free what both hold, under the lock: what stays is taken again in one piece.

    When one of the two has seats and the other waits, the one that stays waits no more.
    """
    for each in (kept, double):
        if each.is_waiting and (each is double or double.seats_held):
            leave_waiting_list(dates)
        elif each.seats_held:
            give_back_seats(dates, each.seats_held)


def _take_over(kept: Registration, double: Registration) -> None:
    """Give the one that stays what only the other has: contact, answers, who answers for a minor."""
    for name in CONTACT:
        if getattr(kept, name) in (None, "", []):
            setattr(kept, name, getattr(double, name))
    kept.answers = {**double.answers, **kept.answers}
    answered = kept.given_answers.values_list("question", flat=True)
    Answer.objects.filter(registration=double).exclude(question__in=list(answered)).update(registration=kept)
    if not Guardian.objects.filter(registration=kept).exists():
        Guardian.objects.filter(registration=double).update(registration=kept)


def _take_over_date(row: RegisteredDate, double: RegisteredDate) -> None:
    """Keep of one date the stronger attendance, the appointment and the payment, each once."""
    slot = row.slot_start or double.slot_start
    if STRONGEST.index(double.attendance) < STRONGEST.index(row.attendance):
        row.attendance, row.attendance_at = double.attendance, double.attendance_at
        row.present_seats = double.present_seats
    if row.paid_amount is None:
        row.paid_amount, row.paid_means, row.paid_at = double.paid_amount, double.paid_means, double.paid_at
    double.slot_start, double.paid_amount, double.paid_means = None, None, None
    double.attendance, double.present_seats = Attendance.UNKNOWN, None
    double.save()
    row.slot_start = slot
    row.save()
