"""People who come without having registered: a seat for them, a name only if they wish."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..errors import SessionCancelled
from ..models import (
    Attendance,
    RegisteredDate,
    Registration,
    RegistrationSource,
    RegistrationStatus,
)
from ..signals import registration_confirmed
from .locks import lock_bookable_unit
from .registrations import expiry
from .seats import take_seats

if TYPE_CHECKING:
    from datetime import datetime

    from ..models import Session


@transaction.atomic
def register_walk_in(
    session: Session,
    *,
    name: str = "",
    seats: int = 1,
    key: str = "",
    at: datetime | None = None,
    now: datetime | None = None,
) -> Registration:
    """Write down `seats` people who are there, and return their registration: they are present.

    Nobody is turned away: a full date grows by what is missing. Without a name, they are
    « Visiteur 12 », the twelfth who came like this. The same `key` twice is the same visitors.
    `at` (aware) is when they were written down, on a phone without network perhaps. Raises
    SessionCancelled.
    """
    now = now or timezone.now()
    unit = lock_bookable_unit(session)
    locked = next(date for date in unit if date.pk == session.pk)
    digest = _scoped(session, key)
    before = Registration.objects.filter(idempotency_key=digest).first() if digest else None
    if before is not None:
        return before
    if locked.is_cancelled:
        raise SessionCancelled
    _make_room(locked, seats)
    take_seats([locked], seats)
    visitors = Registration.objects.create(
        organization=locked.organization,
        name=name or _visitor_name(locked),
        seats=seats,
        status=RegistrationStatus.CONFIRMED,
        source=RegistrationSource.WALK_IN,
        created_at=now,
        confirmed_at=now,
        idempotency_key=digest,
        expires_on=expiry([locked]),
    )
    RegisteredDate.objects.create(
        registration=visitors,
        session=locked,
        attendance=Attendance.PRESENT,
        present_seats=seats,
        attendance_at=min(at or now, now),
    )
    transaction.on_commit(lambda: registration_confirmed.send(Registration, registration=visitors))
    return visitors


def _make_room(locked: Session, seats: int) -> None:
    """Let a full date grow for those who are standing in the room."""
    if locked.capacity is not None and locked.capacity < locked.seats_taken + seats:
        locked.capacity = locked.seats_taken + seats
        locked.save(update_fields=["capacity", "updated_at"])


def _visitor_name(locked: Session) -> str:
    """Number the visitors of a date, under its lock."""
    walk_ins = Registration.objects.filter(dates__session=locked, source=RegistrationSource.WALK_IN)
    return _("Visitor %(number)d") % {"number": walk_ins.count() + 1}


def _scoped(session: Session, key: str) -> str | None:
    """Return what is stored of a key: a digest, so that it holds nothing that somebody typed."""
    if not key:
        return None
    return hashlib.sha256(f"{session.public_id}:walk-in:{key}".encode()).hexdigest()
