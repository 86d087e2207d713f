"""One date: added, cancelled, moved. Whoever is registered hears of it once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from django.db import transaction
from django.utils import timezone

from ..errors import (
    DateIsCancelled,
    DateIsPast,
    DatesAlreadyThere,
    EndBeforeBeginning,
    StartInThePast,
)
from ..models import Registration, Session, SessionStatus
from ..signals import session_cancelled, session_moved
from .locks import lock_bookable_unit, lock_page_dates
from .notices import tell
from .registrations import expiry
from .series import TIMEZONE
from .waiting_list import fill_freed_seats

if TYPE_CHECKING:
    from datetime import datetime

    from wagtail.models import Page

    from maillage.places.models import Organization, Place


@transaction.atomic
def add_session(
    page: Page,
    *,
    start: datetime,
    end: datetime,
    capacity: int | None = None,
    place: Place | None = None,
    organization: Organization | None = None,
    timezone_name: str = TIMEZONE,
) -> Session:
    """Write one date of `page` and return it. `start` and `end` are aware.

    It belongs to `organization`, the page's lead by default. Raises EndBeforeBeginning, or
    DatesAlreadyThere when the page has a date at that time and place (a double click).
    """
    if end <= start:
        raise EndBeforeBeginning
    lock_page_dates(page)
    if Session.objects.scheduled().filter(page=page, place=place, start=start).exists():
        raise DatesAlreadyThere(1)
    return Session.objects.create(
        page=page,
        organization=organization or page.specific.get_lead_organization(),
        start=start,
        end=end,
        original_start=start,
        timezone_name=timezone_name,
        place=place,
        capacity=capacity,
    )


@transaction.atomic
def cancel_session(session: Session, *, reason: str, now: datetime | None = None) -> Session:
    """Cancel one date, tell everybody who is registered or waits, and return it.

    `reason` is read by people. Registrations stay: they are the list of whom to call. Raises
    DateIsCancelled when it was done before, DateIsPast when the date is over.
    """
    now = now or timezone.now()
    locked, unit = _lock_to_change(session, now)
    locked.status = SessionStatus.CANCELLED
    _stamp(locked, reason, now)
    locked.save()
    _tell_everybody("bookings.session_cancelled", locked)
    # In a cycle, the date that is gone may have been the one that held others back.
    fill_freed_seats(unit, now=now)
    transaction.on_commit(lambda: session_cancelled.send(Session, session=locked))
    return locked


@transaction.atomic
def move_session(
    session: Session,
    *,
    start: datetime,
    end: datetime,
    place: Place | Literal["same"] | None = "same",
    reason: str = "",
    now: datetime | None = None,
) -> Session:
    """Give one date other hours (aware) or another place, tell everybody, and return it.

    `original_start` keeps what the series said. When nothing changes, nobody is told. Raises
    DateIsCancelled, DateIsPast, StartInThePast or EndBeforeBeginning.
    """
    now = now or timezone.now()
    if end <= start:
        raise EndBeforeBeginning
    locked, _unit = _lock_to_change(session, now)
    place_id = locked.place_id if place == "same" else getattr(place, "pk", None)
    if (start, end, place_id) == (locked.start, locked.end, locked.place_id):
        return locked
    if start <= now and start != locked.start:
        raise StartInThePast
    _shift_registration_hours(locked, start)
    locked.start, locked.end, locked.place_id = start, end, place_id
    _stamp(locked, reason, now)
    locked.save()
    _keep_registrations_until(locked)
    _tell_everybody("bookings.session_moved", locked)
    transaction.on_commit(lambda: session_moved.send(Session, session=locked))
    return locked


def _lock_to_change(session: Session, now: datetime) -> tuple[Session, list[Session]]:
    unit = lock_bookable_unit(session)
    locked = next(date for date in unit if date.pk == session.pk)
    if locked.is_cancelled:
        raise DateIsCancelled
    if locked.end <= now:
        raise DateIsPast
    return locked, unit


def _stamp(session: Session, reason: str, now: datetime) -> None:
    session.status_reason = reason
    session.status_changed_at = now
    session.sequence += 1


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
    ids = (
        Registration.objects.of_session(session)
        .filter(expires_on__lt=kept_until)
        .values_list("pk", flat=True)
    )
    Registration.objects.filter(pk__in=list(ids)).update(expires_on=kept_until)


def _tell_everybody(kind: str, session: Session) -> None:
    occasion = f"{session.public_id}:{session.sequence}"
    for registration in Registration.objects.active().of_session(session).select_related("organization"):
        tell(kind, registration, occasion=occasion, session=session)
