"""One date that takes place at another time, at another place or in another room."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Literal

from django.db import transaction
from django.utils import timezone

from ..errors import EndBeforeBeginning, StartInThePast
from ..models import Registration, Session, SessionStatus
from ..signals import session_moved
from .answers import keep_longer
from .dates import lock_to_change, stamp, tell_everybody
from .registrations import expiry
from .slots import move_slots
from .waiting_list import fill_freed_seats

if TYPE_CHECKING:
    from datetime import date, datetime

    from maillage.places.models import Place


@transaction.atomic
def move_session(
    session: Session,
    *,
    start: datetime,
    end: datetime,
    place: Place | Literal["same"] | None = "same",
    room: str | None = None,
    reason: str = "",
    now: datetime | None = None,
) -> Session:
    """Give one date other hours (aware), another place or room, tell everybody, and return it.

    `room` None keeps it. `original_start` keeps what the series said; appointments move with the
    hours. A date that was postponed takes place again, and its free seats go to those who wait. When
    nothing changes, nobody is told. Raises DateIsCancelled, DateIsPast, StartInThePast,
    EndBeforeBeginning, and what `move_slots()` raises.
    """
    now = now or timezone.now()
    if end <= start:
        raise EndBeforeBeginning
    locked, unit = lock_to_change(session, now)
    place_id = locked.place_id if place == "same" else getattr(place, "pk", None)
    room = locked.room if room is None else room
    was_postponed, old_start = locked.is_postponed, locked.start
    before = (locked.start, locked.end, locked.place_id, locked.room)
    if (start, end, place_id, room) == before and not was_postponed:
        return locked
    if start <= now and (was_postponed or start != old_start):
        raise StartInThePast
    move_slots(locked, start, end)
    _shift_registration_hours(locked, start)
    locked.start, locked.end, locked.place_id, locked.room = start, end, place_id, room
    locked.status = SessionStatus.SCHEDULED
    stamp(locked, reason, now)
    locked.save()
    _keep_registrations_until(locked)
    first = start if old_start <= now else min(start, old_start)
    tell_everybody("bookings.session_moved", locked, before=first, now=now)
    # Seats given back while it was postponed, and the appointments of longer hours, are free.
    fill_freed_seats(unit, now=now)
    transaction.on_commit(lambda: session_moved.send(Session, session=locked))
    return locked


def _shift_registration_hours(session: Session, start: datetime) -> None:
    """Let registration open and close as long before the new hour as before the old one."""
    shift = start - session.start
    if session.opens_at is not None:
        session.opens_at += shift
    if session.closes_at is not None:
        session.closes_at += shift


def _keep_registrations_until(session: Session) -> None:
    """Keep people's data as long after the new date as they were told for the old one."""
    kept_until = expiry([session])
    rows = Registration.objects.of_session(session).filter(expires_on__lt=kept_until)
    by_end: defaultdict[date, list[int]] = defaultdict(list)
    for registration_id, end in rows.values_list("pk", "expires_on"):
        by_end[end].append(registration_id)
    for end, ids in by_end.items():
        keep_longer(ids, kept_until - end)
