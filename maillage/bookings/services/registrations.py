"""Register a person, by whichever door they came."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from ..codes import new_reference
from ..conf import get_conf
from ..errors import SessionCancelled, SessionOver
from ..models import RegisteredDate, Registration, RegistrationSource, RegistrationStatus, Session
from ..opening import check_open
from ..signals import registration_confirmed
from .locks import lock_bookable_unit
from .notices import tell
from .seats import bookable_dates, has_room, take_seats

if TYPE_CHECKING:
    from ..forms import RegistrationForm

Saved = Callable[[Registration], None]


def register_from_form(
    session: Session,
    form: RegistrationForm,
    *,
    source: RegistrationSource,
    idempotency_key: str = "",
    now: datetime | None = None,
) -> Registration:
    """Register the person that a valid `form` describes, and let the page keep what it adds.

    Two calls with the same `idempotency_key` for the same date return the same registration.
    Raises a BookingError that says why when the date does not take people.
    """
    data = form.cleaned_data
    if source != RegistrationSource.STAFF:
        check_open(session, form.page, now=now)
    return register(
        session,
        name=data["name"],
        email=data["email"],
        phone=data["phone"],
        seats=data["seats"],
        answers=form.answers,
        source=source,
        idempotency_key=idempotency_key,
        now=now,
        saved=lambda registration: form.page.registration_saved(registration, data),
    )


def register(
    session: Session,
    *,
    name: str,
    email: str = "",
    phone: str = "",
    seats: int = 1,
    answers: dict[str, Any] | None = None,
    source: RegistrationSource,
    idempotency_key: str = "",
    now: datetime | None = None,
    saved: Saved | None = None,
) -> Registration:
    """Give a person `seats` on `session` (on every date of its cycle), or a rank on the waiting list.

    A seat is given only when nobody waits. `saved` runs in the transaction: its exception
    undoes the registration. Raises SessionCancelled or SessionOver.
    """
    key = _scoped_key(session, idempotency_key)
    person = Registration(
        organization=session.organization,
        name=name,
        email=email,
        phone=phone,
        seats=seats,
        answers=answers or {},
        source=source,
        idempotency_key=key,
    )
    try:
        return _register_once(session, person, now, saved)
    except IntegrityError:
        # The same key came before (a double click), or the reference is somebody's already. Both
        # are rare, so the common case does not pay a query to look for them.
        before = Registration.objects.filter(idempotency_key=key).first() if key else None
        if before is not None:
            return before
        person.pk, person.reference = None, new_reference()
        return _register_once(session, person, now, saved)


@transaction.atomic
def _register_once(
    session: Session, person: Registration, now: datetime | None, saved: Saved | None
) -> Registration:
    unit = lock_bookable_unit(session)
    # The clock is read under the lock: the order of the waiting list is the order of arrival.
    person.created_at = now = now or timezone.now()
    dates = _dates_to_book(unit, session, now)
    person.series_id = session.series_id if len(unit) > 1 else None
    person.expires_on = expiry(dates)
    if has_room(dates, person.seats) and not _somebody_waits(dates):
        take_seats(dates, person.seats)
        person.status = RegistrationStatus.CONFIRMED
        person.confirmed_at = now
    else:
        person.status = RegistrationStatus.WAITING
    person.save(force_insert=True)
    RegisteredDate.objects.bulk_create(
        RegisteredDate(registration=person, session=date) for date in dates
    )
    if saved is not None:
        saved(person)
    _announce(person)
    return person


def _dates_to_book(unit: Sequence[Session], session: Session, now: datetime) -> list[Session]:
    dates = bookable_dates(unit, now)
    if any(date.pk == session.pk for date in dates):
        return dates
    locked = next((date for date in unit if date.pk == session.pk), None)
    raise SessionCancelled if locked is None or locked.is_cancelled else SessionOver


def _somebody_waits(dates: Sequence[Session]) -> bool:
    return Registration.objects.waiting().filter(dates__session__in=dates).exists()


def expiry(dates: Sequence[Session]) -> date:
    """Return the day until which a registration for `dates` is kept: some time after the last one."""
    last = max(date.end for date in dates)
    return timezone.localtime(last).date() + timedelta(days=get_conf()["RETENTION_DAYS"])


def _announce(person: Registration) -> None:
    if person.status == RegistrationStatus.CONFIRMED:
        tell("bookings.registration_confirmed", person)
        transaction.on_commit(lambda: registration_confirmed.send(Registration, registration=person))
    else:
        tell("bookings.registration_waiting", person)


def _scoped_key(session: Session, key: str) -> str | None:
    """Return what is stored of an idempotency key: a digest, so that it holds nothing personal."""
    if not key:
        return None
    return hashlib.sha256(f"{session.public_id}:{key}".encode()).hexdigest()
