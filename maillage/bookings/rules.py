"""What a date allows: whether it takes registrations and why not, and which hours of it are one person's."""

from __future__ import annotations

import copy
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from maillage.bookings.errors import (
    BookingError,
    NoRegistrationNeeded,
    NotPublic,
    RegisterByPhone,
    RegistrationClosed,
    RegistrationNotOpenYet,
    SessionCancelled,
    SessionOver,
    SessionPostponed,
)
from maillage.bookings.models import BookablePageMixin, BookingMode, Session

if TYPE_CHECKING:
    from collections.abc import Iterable

    from maillage.bookings.models import Registration


def is_in_cycle(session: Session) -> bool:
    """Tell whether `session` is booked together with the other dates of its series."""
    return session.series_id is not None and session.series.as_cycle  # type: ignore[union-attr]


def check_open(session: Session, page: BookablePageMixin, *, now: datetime | None = None) -> None:
    """Raise the BookingError that says why `session` of `page` takes nobody at `now` (aware)."""
    now = now or timezone.now()
    if not page.live:  # type: ignore[attr-defined]
        raise NotPublic
    if session.is_cancelled:
        raise SessionCancelled
    if session.is_postponed:
        raise SessionPostponed
    if session.start <= now:
        raise SessionOver
    if page.booking_mode == BookingMode.NONE:
        raise NoRegistrationNeeded
    if page.booking_mode == BookingMode.PHONE:
        raise RegisterByPhone
    opens_at = page.registration_opens_at(session)
    if opens_at is not None and now < opens_at:
        raise RegistrationNotOpenYet
    if now >= page.registration_closes_at(session):
        raise RegistrationClosed


def why_closed(session: Session, page: BookablePageMixin) -> BookingError | None:
    """Return the reason why `session` takes nobody, or None when it does."""
    try:
        check_open(session, page)
    except BookingError as reason:
        return reason
    return None


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
