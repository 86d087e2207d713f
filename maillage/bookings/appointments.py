"""A date as one person lives it: from the hour of their own appointment to its end."""

from __future__ import annotations

import copy
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from .models import Registration, Session


def as_lived_by(registration: Registration, sessions: Iterable[Session]) -> list[Session]:
    """Return `sessions`, those that are cut into appointments with the hours of this person's own.

    What comes back is to be shown, never saved. One query, only when a date has appointments.
    """
    sessions = list(sessions)
    if not any(session.slot_minutes for session in sessions):
        return sessions
    hours = dict(registration.dates.exclude(slot_start=None).values_list("session_id", "slot_start"))
    return [at_appointment(session, hours.get(session.pk)) for session in sessions]


def at_appointment(session: Session, begins: datetime | None) -> Session:
    """Return a copy of `session` that lasts one appointment, from `begins` (aware); itself without any."""
    if begins is None or session.slot_minutes is None:
        return session
    mine = copy.copy(session)
    # A moved date stays moved by as much, and one that has not moved does not seem to have.
    mine.original_start = session.original_start + (begins - session.start)
    mine.announced_start = session.original_start  # type: ignore[attr-defined]
    mine.start, mine.end = begins, begins + timedelta(minutes=session.slot_minutes)
    mine.is_appointment = True  # type: ignore[attr-defined]
    return mine
