"""A registration changed: cancelled, promoted, moved, answered anew, merged with its double."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from maillage.bookings.errors import (
    AlreadyCancelled,
    AnswerTheOfferFirst,
    CapacityBelowSeatsTaken,
    ChangedMeanwhile,
    DoubleHoldsAnOffer,
    MoreSeatsWhileWaiting,
    NoOffer,
    NotDoubles,
    NotThisDate,
    OthersWait,
    SessionFull,
    SessionOver,
    WasPresent,
)
from maillage.bookings.models import (
    Answer,
    Attendance,
    Guardian,
    RegisteredDate,
    Registration,
    RegistrationStatus,
    Session,
)
from maillage.bookings.questions.choice_limits import check_places
from maillage.bookings.questions.definition import questions_of
from maillage.bookings.rules import check_open, is_in_cycle
from maillage.bookings.services.answers import change_answers, initial_answers, keep_longer
from maillage.bookings.services.notifications import tell
from maillage.bookings.services.registrations import expiry
from maillage.bookings.services.seats import (
    bookable_dates,
    check_one_seat,
    check_to_come,
    give_back_seats,
    has_room,
    hold_seats,
    keep_only,
    leave_waiting_list,
    let_go_of_seats,
    lock_bookable_unit,
    lock_sessions,
    lock_unit_of,
    pick_slot,
    seats_free,
    seats_of_slots,
    somebody_waits,
    take_seats,
)
from maillage.bookings.services.waiting_list import (
    confirm,
    end_overdue_offers_of,
    fill_freed_seats,
    leave,
    wait_again,
)
from maillage.bookings.signals import registration_cancelled

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

    from maillage.bookings.forms import RegistrationForm


def dates_to_give_back(registration: Registration, mine: Sequence[Session], now: datetime) -> list[Session]:
    """Return which of the dates `mine` a registration gives back when it is cancelled at `now` (aware).

    All of them, as long as none has begun or when nobody came to any. Raises WasPresent when none is
    left to come and the person came to one.
    """
    came_to = set(
        RegisteredDate.objects.filter(
            registration=registration, session__in=mine, attendance=Attendance.PRESENT
        ).values_list("session_id", flat=True)
    )
    stay = {date.pk for date in mine if date.pk in came_to or (date.takes_place and date.start <= now)}
    to_come = [date for date in mine if date.pk not in stay and not date.is_cancelled]
    if to_come and stay:
        return to_come
    if came_to:
        raise WasPresent
    return list(mine)


def give_back(registration: Registration, dates: Sequence[Session], now: datetime) -> None:
    """Free `dates`, some of those of a confirmed registration, which stays registered for the others."""
    let_go_of_seats(registration, dates)
    rows = registration.dates.filter(session__in=dates)
    _keep_what_was_paid(registration, dates)
    rows.delete()
    registration.cancelled_at = now
    registration.save(update_fields=["cancelled_at"])


def _keep_what_was_paid(registration: Registration, dates: Sequence[Session]) -> None:
    """Move to the last date that stays what was paid ahead for `dates`: money in the box is not forgotten."""
    paid = list(registration.dates.filter(session__in=dates).exclude(paid_amount=None).order_by("pk"))
    if not paid:
        return
    kept = registration.dates.exclude(session__in=dates).order_by("session__start").last()
    if kept is None:
        return
    kept.paid_amount = sum((row.paid_amount for row in paid if row.paid_amount), kept.paid_amount or 0)
    kept.paid_means_id = kept.paid_means_id or paid[-1].paid_means_id
    kept.paid_at = kept.paid_at or paid[-1].paid_at
    kept.save(update_fields=["paid_amount", "paid_means", "paid_at"])


# Somebody who cancels wants it whatever the date: moved in between, it is looked for again so often.
TRIES = 3


def cancel_registration(registration: Registration, *, now: datetime | None = None) -> list[Registration]:
    """Cancel `registration`, hand its seats to those who wait, and return who got one.

    The person is told once. Of a cycle that has begun, the dates to come are given back and the others
    stay. Raises WasPresent when the person came and no date is left to come, AlreadyCancelled when
    somebody did it before, ChangedMeanwhile when it goes from date to date faster than it can be locked.
    """
    for _try in range(TRIES - 1):
        # Each try is a transaction of its own: what it had locked is let go before the next one.
        with suppress(ChangedMeanwhile):
            return _cancel_once(registration, now)
    return _cancel_once(registration, now)


@transaction.atomic
def _cancel_once(registration: Registration, now: datetime | None) -> list[Registration]:
    unit, mine = lock_unit_of(registration)
    now = now or timezone.now()
    if registration.is_cancelled or registration.has_left_cycle:
        raise AlreadyCancelled
    if registration.is_waiting:
        leave_waiting_list(mine)
        leave(registration, now)
    else:
        given_back = dates_to_give_back(registration, mine, now)
        if len(given_back) < len(mine):
            give_back(registration, given_back, now)
            tell("bookings.cycle_left", registration, occasion=now.isoformat())
            return fill_freed_seats(unit, now=now)
        let_go_of_seats(registration, mine)
        leave(registration, now)
    tell("bookings.registration_cancelled", registration, occasion=now.isoformat())
    # Even someone who only waited may have held a shorter group behind.
    return fill_freed_seats(unit, now=now)


@transaction.atomic
def promote(registration: Registration, *, add_seats: bool = False, now: datetime | None = None) -> None:
    """Confirm one person who waits, out of turn: the choice of the team.

    With `add_seats`, a full date grows by what is missing. Somebody who has an offer gets all the
    seats that they asked for. Raises SessionFull when there is no room, AlreadyCancelled when nobody waits,
    and when no date is left to come to what `check_to_come()` raises.
    """
    unit, mine = lock_unit_of(registration)
    now = now or timezone.now()
    if registration.is_cancelled:
        raise AlreadyCancelled
    if registration.status == RegistrationStatus.CONFIRMED:
        return
    dates = check_to_come(mine, now)
    if registration.is_waiting:
        leave_waiting_list(mine)
    else:
        let_go_of_seats(registration, mine)
    _make_room(dates, registration.seats, add_seats=add_seats)
    hold_seats(registration, dates, registration.seats, now=now)
    keep_only(registration, dates, mine)
    confirm(registration, now)
    tell("bookings.registration_promoted", registration, occasion=now.isoformat())
    fill_freed_seats(unit, now=now)


@transaction.atomic
def come_back(registration: Registration, *, now: datetime | None = None) -> None:
    """Put somebody who let an offer end back on the list, behind the others; or seat them if it is empty.

    Raises NoOffer when the registration did not end like this, or a BookingError that says why the
    date takes nobody any more.
    """
    unit, mine = lock_unit_of(registration)
    now = now or timezone.now()
    if registration.is_overdue(now):
        fill_freed_seats(unit, now=now)
        registration.refresh_from_db()
    if registration.is_waiting:
        return
    if not registration.has_let_offer_end:
        raise NoOffer
    dates = check_to_come(mine, now)
    check_open(dates[0], dates[0].page.specific, now=now)
    end_overdue_offers_of(unit, now=now)
    keep_only(registration, dates, mine)
    if somebody_waits(dates) or not has_room(dates, registration.seats):
        wait_again(registration, dates, now)
        tell("bookings.registration_waiting", registration, occasion=now.isoformat())
        fill_freed_seats(unit, now=now)
        return
    hold_seats(registration, dates, registration.seats, now=now)
    confirm(registration, now)
    tell("bookings.registration_confirmed", registration, occasion=now.isoformat())


@transaction.atomic
def change_capacity(session: Session, capacity: int | None) -> list[Registration]:
    """Give `session` another number of seats (None: not counted) and return who got one of them.

    Raises CapacityBelowSeatsTaken when people already hold more, MoreSeatsThanAppointments when the
    date is cut into fewer hours.
    """
    unit = lock_bookable_unit(session)
    locked = next(date for date in unit if date.pk == session.pk)
    if capacity is not None and capacity < locked.seats_taken:
        raise CapacityBelowSeatsTaken(locked.seats_taken)
    capacity = seats_of_slots(locked, capacity)
    locked.capacity = session.capacity = capacity
    locked.save(update_fields=["capacity", "updated_at"])
    return fill_freed_seats(unit)


def _make_room(dates: Sequence[Session], seats: int, *, add_seats: bool) -> None:
    """Check that `seats` fit on `dates`, or let these grow; raises SessionFull when they may not."""
    if has_room(dates, seats):
        return
    if not add_seats:
        raise SessionFull(seats_free(dates) or 0)
    for date in dates:
        if date.capacity is not None and date.capacity < date.seats_taken + seats:
            date.capacity = date.seats_taken + seats
            date.save(update_fields=["capacity", "updated_at"])


@transaction.atomic
def change_registration(
    registration: Registration, form: RegistrationForm, *, now: datetime | None = None
) -> list[Registration]:
    """Write what a valid `form` says, all or nothing, and return who got the seats that it frees.

    Another e-mail address makes every link sent so far worthless: who reads the old one is perhaps
    not the person any more. The person is told once, and not at all when nothing changed. Raises
    SessionFull, OthersWait, MoreSeatsWhileWaiting or AnswerTheOfferFirst when the seats cannot be
    given, AlreadyCancelled, or SessionOver.
    """
    unit, mine = lock_unit_of(registration)
    now = now or timezone.now()
    check_may_change(registration, mine, now)
    columns = form.columns
    before = _all_answers(registration, form)
    if columns["email"] != registration.email:
        registration.link_counter += 1
    if columns["seats"] != registration.seats:
        end_overdue_offers_of(unit, now=now)
        _change_seats(registration, mine, columns["seats"])
    for name, value in columns.items():
        setattr(registration, name, value)
    registration.save(update_fields=[*columns, "link_counter"])
    change_answers(registration, form)
    form.page.registration_saved(registration, form.cleaned_data)
    if _all_answers(registration, form) != before:
        tell("bookings.registration_changed", registration, occasion=now.isoformat())
    # Last: somebody who waits for these seats reads them from the rows.
    return fill_freed_seats(unit, now=now)


def _all_answers(registration: Registration, form: RegistrationForm) -> dict[str, Any]:
    """Return what is kept of the person's answers, also by the plugin of the page."""
    return {**initial_answers(registration), **form.page.registration_initial(registration)}


@transaction.atomic
def move_registration(
    registration: Registration,
    target: Session,
    *,
    slot: datetime | None = None,
    by_team: bool = False,
    now: datetime | None = None,
) -> list[Registration]:
    """Move `registration` to another date of its page, seats and answers with it; return who got its seats.

    Both dates are locked in key order, so nobody ever holds seats on both or on none. `slot`
    (aware) is the appointment wanted on a date cut into some. `by_team`: the team moves people also to
    dates that the public cannot book, as long as these take place. Raises SessionFull or OthersWait when
    the seats are not free, AppointmentTaken, NotThisDate, or why the date takes nobody.
    """
    old_id = registration.dates.values_list("session_id", flat=True).first()
    if old_id is None:
        raise ChangedMeanwhile
    locked = {date.pk: date for date in lock_sessions([old_id, target.pk])}
    registration.refresh_from_db()
    row = registration.dates.filter(session_id=old_id).first()
    if row is None:
        raise ChangedMeanwhile
    now = now or timezone.now()
    old, new = locked[old_id], locked.get(target.pk)
    if new is None or new.page_id != old.page_id or is_in_cycle(old) or is_in_cycle(new):
        raise NotThisDate
    if new.pk == old.pk and new.slot_minutes is None:
        raise NotThisDate
    check_may_change(registration, [old], now)
    if not by_team:
        check_open(new, new.page.specific, now=now)
    elif not bookable_dates([new], now):
        raise SessionOver
    end_overdue_offers_of([new], now=now)
    _leave_date(registration, old)
    _check_free([new], registration.seats)
    _check_choices(registration, new)
    check_one_seat(new, registration.seats)
    hour = pick_slot(new, slot, now=now)
    take_seats([new], registration.seats)
    row.session, row.slot_start = new, hour
    row.save(update_fields=["session", "slot_start"])
    _follow(registration, new)
    if registration.status != RegistrationStatus.CONFIRMED:
        confirm(registration, now)
    tell("bookings.registration_changed", registration, occasion=now.isoformat())
    return fill_freed_seats([old], now=now)


def _leave_date(registration: Registration, old: Session) -> None:
    if registration.is_waiting:
        leave_waiting_list([old])
    else:
        let_go_of_seats(registration, [old])


def _check_choices(registration: Registration, new: Session) -> None:
    """Raise ChoiceFull when what was chosen has no place left on the new date."""
    chosen = {str(answer.question): answer.choices for answer in registration.given_answers.all()}
    asked = questions_of(getattr(new.page.specific, "questions", None))
    given = [(question, chosen[question.id]) for question in asked if question.id in chosen]
    check_places(new, given, seats=registration.seats, besides=registration)


def check_may_change(registration: Registration, mine: list[Session], now: datetime) -> None:
    """Raise AlreadyCancelled, or SessionOver when every date of a registration has begun at `now` (aware)."""
    if registration.is_cancelled:
        raise AlreadyCancelled
    if not any(date.start > now for date in bookable_dates(mine, now)):
        raise SessionOver


def _change_seats(registration: Registration, mine: list[Session], seats: int) -> None:
    """Take what is missing when it is free and nobody waits, or free what is left over."""
    if registration.is_offered:
        raise AnswerTheOfferFirst
    more = seats - registration.seats
    if registration.is_waiting:
        if more > 0:
            raise MoreSeatsWhileWaiting
    elif more > 0:
        _check_free(mine, more)
        take_seats(mine, more)
    else:
        give_back_seats(mine, -more)


def _check_free(dates: list[Session], seats: int) -> None:
    if not has_room(dates, seats):
        raise SessionFull(seats_free(dates) or 0)
    if somebody_waits(dates):
        raise OthersWait


def _follow(registration: Registration, new: Session) -> None:
    """Let what hangs on the date follow it: whose registration it is, and until when it is kept."""
    longer = expiry([new]) - registration.expires_on
    registration.organization_id = new.organization_id
    if longer > timedelta(0):
        registration.expires_on += longer
        keep_longer([registration.pk], longer)
    registration.save(update_fields=["organization", "expires_on"])


# What the one that stays takes over where it has nothing.
CONTACT = ("email", "phone", "relay_name", "relay_role", "photo_allowed", "companions")
STRONGEST = (Attendance.PRESENT, Attendance.EXCUSED, Attendance.ABSENT, Attendance.UNKNOWN)


@transaction.atomic
def merge_registrations(
    one: Registration,
    other: Registration,
    *,
    user: AbstractBaseUser | None = None,
    now: datetime | None = None,
) -> tuple[Registration, list[Registration]]:
    """Make one registration of two of the same person; return it, and who got the seats it frees.

    The older one stays, with its reference and the larger number of seats; what it has not (a
    contact, an answer, a payment) comes from the other, which is cancelled without a message and leads
    to it. Both dates' rows are locked. Raises NotDoubles when they are for other dates,
    DoubleHoldsAnOffer, or AlreadyCancelled.
    """
    now = now or timezone.now()
    dates = _lock_both(one, other)
    kept, double = sorted((one, other), key=lambda each: (each.created_at, each.pk))
    seats = max(kept.seats_held, double.seats_held) or max(kept.seats, double.seats)
    holds = bool(kept.seats_held or double.seats_held)
    _let_go(kept, double, dates)
    for row in kept.dates.all():
        _take_over_date(row, double.dates.get(session=row.session_id))
    _take_over(kept, double)
    kept.seats = seats
    if holds:
        take_seats(dates, seats)
        kept.status = RegistrationStatus.CONFIRMED
        kept.confirmed_at = kept.confirmed_at or double.confirmed_at or now
    kept.save()
    double.status, double.cancelled_at, double.merged_into = RegistrationStatus.CANCELLED, now, kept
    double.save(update_fields=["status", "cancelled_at", "merged_into"])
    log(instance=kept, action="bookings.merge", user=user, data={"reference": double.reference})
    transaction.on_commit(lambda: registration_cancelled.send(Registration, registration=double))
    return kept, fill_freed_seats(dates, now=now)


def _lock_both(one: Registration, other: Registration) -> list[Session]:
    """Lock the dates of both, read both again, and check that they are the same dates."""
    ids = set(RegisteredDate.objects.filter(registration__in=[one, other]).values_list("session", flat=True))
    dates = lock_sessions(ids)
    for each in (one, other):
        each.refresh_from_db()
        if each.is_cancelled:
            raise AlreadyCancelled
        if each.is_offered:
            raise DoubleHoldsAnOffer
    same = [set(each.dates.values_list("session", flat=True)) for each in (one, other)]
    if one.pk == other.pk or same[0] != same[1] or same[0] != {date.pk for date in dates}:
        raise NotDoubles
    return dates


def _let_go(kept: Registration, double: Registration, dates: Sequence[Session]) -> None:
    """Free what both hold, under the lock: what stays is taken again in one piece.

    When one of the two has seats and the other waits, the one that stays waits no more.
    """
    for each in (kept, double):
        if each.is_waiting and (each is double or double.seats_held):
            leave_waiting_list(dates)
        elif each.seats_held:
            give_back_seats(dates, each.seats_held)


def _take_over(kept: Registration, double: Registration) -> None:
    """Give the one that stays what only the other has: contact, answers, who answers for a minor."""
    for name in CONTACT:
        if getattr(kept, name) in (None, "", []):
            setattr(kept, name, getattr(double, name))
    kept.answers = {**double.answers, **kept.answers}
    answered = kept.given_answers.values_list("question", flat=True)
    Answer.objects.filter(registration=double).exclude(question__in=list(answered)).update(registration=kept)
    if not Guardian.objects.filter(registration=kept).exists():
        Guardian.objects.filter(registration=double).update(registration=kept)


def _take_over_date(row: RegisteredDate, double: RegisteredDate) -> None:
    """Keep of one date the stronger attendance, the appointment and the payment, each once."""
    slot = row.slot_start or double.slot_start
    if STRONGEST.index(double.attendance) < STRONGEST.index(row.attendance):
        row.attendance, row.attendance_at = double.attendance, double.attendance_at
        row.present_seats = double.present_seats
    if row.paid_amount is None:
        row.paid_amount, row.paid_means, row.paid_at = double.paid_amount, double.paid_means, double.paid_at
    double.slot_start, double.paid_amount, double.paid_means = None, None, None
    double.attendance, double.present_seats = Attendance.UNKNOWN, None
    double.save()
    row.slot_start = slot
    row.save()
