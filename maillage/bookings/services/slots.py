"""Appointments: a date cut into hours of its own, one person for each.

An appointment is `RegisteredDate.slot_start`. It is taken under the lock of the date and given back
(NULL) when the seat is; a UniqueConstraint stands behind the lock.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from ..errors import (
    AppointmentsOutside,
    AppointmentTaken,
    AppointmentTooLong,
    MoreSeatsThanAppointments,
    OneSeatPerAppointment,
)
from ..models import RegisteredDate, Session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..models import Registration


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
