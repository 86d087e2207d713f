"""One date: added, cancelled, postponed. All those whom it concerns hear of it, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from ..errors import DateIsCancelled, DateIsPast, DateIsPostponed, DatesAlreadyThere, EndBeforeBeginning
from ..models import Registration, Session, SessionStatus
from ..signals import session_cancelled, session_postponed
from .calls import forget_older_news
from .locks import lock_bookable_unit, lock_page_dates
from .notices import tell
from .series import TIMEZONE
from .slots import seats_of_slots
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
    room: str = "",
    slot_minutes: int | None = None,
    organization: Organization | None = None,
    timezone_name: str = TIMEZONE,
) -> Session:
    """Write one date of `page` and return it. `start` and `end` are aware.

    It belongs to `organization`, the page's lead by default. With `slot_minutes` it is cut into
    appointments, and has as many seats unless `capacity` says fewer. Raises EndBeforeBeginning,
    DatesAlreadyThere when the page has a date at that time, place and room (a double click), and what
    `seats_of_slots()` raises.
    """
    if end <= start:
        raise EndBeforeBeginning
    lock_page_dates(page)
    if Session.objects.scheduled().filter(page=page, place=place, room=room, start=start).exists():
        raise DatesAlreadyThere(1)
    session = Session(
        page=page,
        organization=organization or page.specific.get_lead_organization(),
        start=start,
        end=end,
        original_start=start,
        timezone_name=timezone_name,
        place=place,
        room=room,
        slot_minutes=slot_minutes,
    )
    session.capacity = seats_of_slots(session, capacity)
    session.save(force_insert=True)
    return session


@transaction.atomic
def cancel_session(session: Session, *, reason: str, now: datetime | None = None) -> Session:
    """Cancel one date, tell everybody who is registered or waits, and return it.

    `reason` is read by people. Registrations stay: they are the list of whom to call. Raises
    DateIsCancelled when it was done before, DateIsPast when the date is over.
    """
    now = now or timezone.now()
    locked, unit = lock_to_change(session, now)
    locked.status = SessionStatus.CANCELLED
    stamp(locked, reason, now)
    locked.save()
    tell_everybody("bookings.session_cancelled", locked, before=locked.start, now=now)
    # In a cycle, the date that is gone may have been the one that held others back.
    fill_freed_seats(unit, now=now)
    transaction.on_commit(lambda: session_cancelled.send(Session, session=locked))
    return locked


@transaction.atomic
def postpone_session(session: Session, *, reason: str, now: datetime | None = None) -> Session:
    """Say that one date waits for a new day, tell everybody, and return it.

    People keep their seats and their ranks; nobody can join. `move_session()` gives it its new day.
    Raises DateIsPostponed when it was done before, DateIsCancelled or DateIsPast.
    """
    now = now or timezone.now()
    locked, _unit = lock_to_change(session, now)
    if locked.is_postponed:
        raise DateIsPostponed
    locked.status = SessionStatus.POSTPONED
    stamp(locked, reason, now)
    locked.save()
    tell_everybody("bookings.session_postponed", locked, before=locked.start, now=now)
    transaction.on_commit(lambda: session_postponed.send(Session, session=locked))
    return locked


def lock_to_change(session: Session, now: datetime) -> tuple[Session, list[Session]]:
    """Lock `session` with what is booked together with it; return it fresh, and all of them.

    Raises DateIsCancelled, or DateIsPast for a date that is over and waits for no other day.
    """
    unit = lock_bookable_unit(session)
    locked = next(date for date in unit if date.pk == session.pk)
    if locked.is_cancelled:
        raise DateIsCancelled
    if locked.end <= now and not locked.is_postponed:
        raise DateIsPast
    return locked, unit


def stamp(session: Session, reason: str, now: datetime) -> None:
    """Note one more change of `session` (locked, saved by the caller) and why."""
    session.status_reason = reason
    session.status_changed_at = now
    session.sequence += 1


def tell_everybody(kind: str, session: Session, *, before: datetime, now: datetime) -> None:
    """Tell once all those whom a change of `session` concerns; those who cancelled hear nothing.

    `before` (aware) is when the first of them would come: near it, they are called as well.
    """
    forget_older_news(session)
    occasion = f"{session.public_id}:{session.sequence}"
    for registration in Registration.objects.active().of_session(session).select_related("organization"):
        tell(kind, registration, occasion=occasion, session=session, before=before, now=now)
