"""Register a person, by whichever door they came: form, API, team, or the door of the room."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.bookings.codes import new_reference
from maillage.bookings.conf import get_conf
from maillage.bookings.errors import (
    AppointmentTaken,
    BookingError,
    KeyAlreadyUsed,
    SessionCancelled,
    SessionOver,
    SessionPostponed,
)
from maillage.bookings.models import (
    Attendance,
    RegisteredDate,
    Registration,
    RegistrationSource,
    RegistrationStatus,
    Session,
)
from maillage.bookings.privacy_notice import agreement
from maillage.bookings.rules import check_open, is_in_cycle
from maillage.bookings.services.answers import keep_answers, prepare_files
from maillage.bookings.services.notifications import tell
from maillage.bookings.services.seats import (
    bookable_dates,
    check_one_seat,
    dates_to_come,
    has_room,
    join_waiting_list,
    lock_bookable_unit,
    pick_slot,
    seats_free,
    somebody_waits,
    take_free_seats,
    take_seats,
)
from maillage.bookings.services.waiting_list import end_overdue_offers_of, fill_freed_seats
from maillage.bookings.signals import registration_confirmed

if TYPE_CHECKING:
    from maillage.bookings.forms import RegistrationForm

Saved = Callable[[Registration], None]
WHO = ("name", "email", "phone", "seats")


def register_from_form(
    session: Session,
    form: RegistrationForm,
    *,
    source: RegistrationSource,
    idempotency_key: str = "",
    now: datetime | None = None,
) -> Registration:
    """Register the person that a valid `form` describes, and let the page keep what it adds.

    Two calls with the same `idempotency_key` for the same date and the same person return the same
    registration, even when the date has closed in between. Raises a BookingError that says why when
    the date does not take people, KeyAlreadyUsed when the key came with somebody else, an AnswerRefused
    with the field whose answer somebody else has just taken.
    """
    person = Registration(
        organization=session.organization,
        source=source,
        idempotency_key=_scoped_key(session, source, idempotency_key),
        **form.columns,
        **agreement(form, now=now),
    )
    if source != RegistrationSource.STAFF:
        try:
            check_open(session, form.page, now=now)
        except BookingError:
            if before := _made_with_the_key_of(person):
                return before
            raise
    prepare_files(form)

    def saved(registration: Registration) -> None:
        keep_answers(registration, form)
        form.page.registration_saved(registration, form.cleaned_data)

    return _register(session, person, now, saved, form.slot)


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
    slot: datetime | None = None,
) -> Registration:
    """Give a person `seats` on `session` (on every date of its cycle), or a rank on the waiting list.

    A seat is given only when nobody waits. `saved` runs in the transaction: its exception
    undoes the registration. `slot` (aware) is the appointment wanted on a date that is cut into some;
    the first free one by default. Raises SessionCancelled, SessionOver or AppointmentTaken.
    """
    person = Registration(
        organization=session.organization,
        name=name,
        email=email,
        phone=phone,
        seats=seats,
        answers=answers or {},
        source=source,
        idempotency_key=_scoped_key(session, source, idempotency_key),
    )
    return _register(session, person, now, saved, slot)


def _register(
    session: Session,
    person: Registration,
    now: datetime | None,
    saved: Saved | None,
    slot: datetime | None = None,
) -> Registration:
    check_one_seat(session, person.seats)
    try:
        return _register_once(session, person, now, saved, slot)
    except AppointmentTaken:
        # By the first press of the same button, perhaps.
        if before := _made_with_the_key_of(person):
            return before
        raise
    except IntegrityError:
        # The same key came before (a double click), or the reference is somebody's already. Both
        # are rare, so the common case does not pay a query to look for them.
        if before := _made_with_the_key_of(person):
            return before
        person.pk, person.reference = None, new_reference()
        return _register_once(session, person, now, saved, slot)


def _made_with_the_key_of(person: Registration) -> Registration | None:
    """Return what was registered with the same key; raises KeyAlreadyUsed when it is somebody else.

    A key is a secret only if its sender drew it well: it never opens another person's registration.
    """
    if not person.idempotency_key:
        return None
    before = Registration.objects.filter(idempotency_key=person.idempotency_key).first()
    if before and any(getattr(before, name) != getattr(person, name) for name in WHO):
        raise KeyAlreadyUsed
    return before


@transaction.atomic
def _register_once(
    session: Session,
    person: Registration,
    now: datetime | None,
    saved: Saved | None,
    slot: datetime | None,
) -> Registration:
    person.status, dates = _seat_or_rank(session, person, now or timezone.now())
    # The clock is read under the lock: the order of the waiting list is the order of arrival.
    person.created_at = now or timezone.now()
    if person.status == RegistrationStatus.CONFIRMED:
        person.confirmed_at = person.created_at
    person.series_id = session.series_id if len(dates) > 1 else None
    person.expires_on = expiry(dates)
    person.save(force_insert=True)
    RegisteredDate.objects.bulk_create(_rows(person, dates, slot, now))
    if saved is not None:
        saved(person)
    _announce(person)
    if person.status == RegistrationStatus.WAITING:
        _offer_what_is_free(dates, now)
    return person


def _offer_what_is_free(dates: Sequence[Session], now: datetime | None) -> None:
    """Keep the free seats of `dates` for the group that has just come, larger than them and first in line.

    Otherwise they would stay empty until something else happens on the date.
    """
    if seats_free(dates) and all(date.waiting_count == 1 for date in dates):
        fill_freed_seats(dates, now=now)


def _rows(
    person: Registration, dates: Sequence[Session], slot: datetime | None, now: datetime | None
) -> list[RegisteredDate]:
    """Return a row for each date, with its appointment when the person has a seat on it."""
    seated = person.status == RegistrationStatus.CONFIRMED
    return [
        RegisteredDate(
            registration=person,
            session=date,
            slot_start=pick_slot(date, slot, now=now) if seated else None,
        )
        for date in dates
    ]


def _seat_or_rank(
    session: Session, person: Registration, now: datetime
) -> tuple[RegistrationStatus, Sequence[Session]]:
    """Take seats for `person` or join the waiting list; return which it was, and for which dates."""
    if not is_in_cycle(session) and take_free_seats(session, person.seats, now=now):
        return RegistrationStatus.CONFIRMED, [session]
    unit = lock_bookable_unit(session)
    end_overdue_offers_of(unit, now=now)
    dates = _dates_to_book(unit, session, now)
    # Once a date has begun nobody comes off its waiting list, so that its free seats are for who is there.
    if has_room(dates, person.seats) and not somebody_waits(dates_to_come(dates, now)):
        take_seats(dates, person.seats)
        return RegistrationStatus.CONFIRMED, dates
    join_waiting_list(dates)
    return RegistrationStatus.WAITING, dates


def _dates_to_book(unit: Sequence[Session], session: Session, now: datetime) -> list[Session]:
    dates = bookable_dates(unit, now)
    if any(date.pk == session.pk for date in dates):
        return dates
    locked = next((date for date in unit if date.pk == session.pk), None)
    if locked is None or locked.is_cancelled:
        raise SessionCancelled
    raise SessionPostponed if locked.is_postponed else SessionOver


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


def _scoped_key(session: Session, source: str, key: str) -> str | None:
    """Return what is stored of an idempotency key: a digest, so that it holds nothing personal."""
    if not key:
        return None
    return hashlib.sha256(f"{session.public_id}:{source}:{key}".encode()).hexdigest()


@transaction.atomic
def register_by_hand(
    session: Session,
    form: RegistrationForm,
    *,
    read_aloud_by: Any = None,
    idempotency_key: str = "",
    now: datetime | None = None,
) -> Registration:
    """Register the person that a valid `form` describes, as the team does for somebody who called.

    `read_aloud_by` is the user who read the notice aloud and heard « yes »; None when nobody did, and the
    registration then says so. Raises what `register_from_form()` raises.
    """
    registration = register_from_form(
        session, form, source=RegistrationSource.STAFF, idempotency_key=idempotency_key, now=now
    )
    registration.read_aloud_by = read_aloud_by
    if read_aloud_by is None:
        # Nobody was told anything yet: the confirmation says it.
        registration.consent_version, registration.consented_at = "", None
    registration.save(update_fields=["read_aloud_by", "consent_version", "consented_at"])
    return registration


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
