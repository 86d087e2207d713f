"""Who came: what the team notes on the day, as states that can be noted again without harm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from ..errors import MorePeopleThanSeats, NotRegistered
from ..models import Attendance, RegisteredDate, RegistrationStatus, Session
from .locks import lock_sessions

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from django.db.models import QuerySet

# A family of four may bring a cousin; forty people are a slip of the finger.
MOST_UNEXPECTED = 20


@dataclass(frozen=True)
class Presence:
    """How many of a date's registrations were noted as what, and how many people are there."""

    present: int
    absent: int
    excused: int
    unknown: int
    people: int


def registered_on(session: Session) -> QuerySet[RegisteredDate]:
    """Return the rows of those who hold a seat on `session`, by appointment, then by name."""
    rows = RegisteredDate.objects.filter(
        session=session, registration__status=RegistrationStatus.CONFIRMED
    ).select_related("registration", "paid_means")
    return rows.order_by(F("slot_start").asc(nulls_last=True), "registration__name", "pk")


@transaction.atomic
def note_attendance(
    session: Session,
    registration_id: uuid.UUID,
    *,
    attendance: Attendance | str,
    present_seats: int | None = None,
    at: datetime | None = None,
) -> RegisteredDate:
    """Note whether somebody came to `session`, and how many they were; return the row as it stands.

    `at` (aware) is when the button was pressed, which may be long before: what was noted later by
    somebody else stays. `present_seats` None means everybody of the registration. Noting the same
    twice changes nothing. Raises NotRegistered, or MorePeopleThanSeats for a number that cannot be meant.
    """
    at = min(at or timezone.now(), timezone.now())
    # The lock under which registrations are cancelled: nobody is noted present and cancelled at once.
    lock_sessions([session.pk])
    row = locked_row(session, registration_id)
    if row.attendance_at is not None and row.attendance_at > at:
        return row
    row.attendance = attendance
    row.attendance_at = at
    row.present_seats = None
    if attendance == Attendance.PRESENT:
        row.present_seats = row.registration.seats if present_seats is None else present_seats
        if not 1 <= row.present_seats <= row.registration.seats + MOST_UNEXPECTED:
            raise MorePeopleThanSeats
    row.save(update_fields=["attendance", "attendance_at", "present_seats"])
    return row


def locked_row(session: Session, registration_id: uuid.UUID) -> RegisteredDate:
    """Lock and return the row of somebody who holds a seat on `session`; raises NotRegistered."""
    rows = RegisteredDate.objects.select_for_update(of=("self",)).select_related("registration")
    row = rows.filter(session=session, registration__public_id=registration_id).first()
    if row is None or row.registration.status != RegistrationStatus.CONFIRMED:
        raise NotRegistered
    return row


def presence(session: Session) -> Presence:
    """Count who came to `session`, in one query."""
    noted = {
        str(state): Count("pk", filter=Q(attendance=state))
        for state in (Attendance.PRESENT, Attendance.ABSENT, Attendance.EXCUSED, Attendance.UNKNOWN)
    }
    here = Q(attendance=Attendance.PRESENT)
    people = Sum(Coalesce("present_seats", "registration__seats"), filter=here, default=0)
    rows = RegisteredDate.objects.filter(session=session, registration__status=RegistrationStatus.CONFIRMED)
    return Presence(**rows.aggregate(**noted, people=people))
