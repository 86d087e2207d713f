"""What people change in their own registration: contact and answers, seats up or down, another date."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from ..errors import (
    AlreadyCancelled,
    AnswerTheOfferFirst,
    ChangedMeanwhile,
    MoreSeatsWhileWaiting,
    NotThisDate,
    OthersWait,
    SessionFull,
    SessionOver,
)
from ..models import Registration, RegistrationStatus, Session
from ..opening import check_open
from ..questions.definition import questions_of
from ..questions.places import check_places
from .answers import change_answers, initial_answers, keep_longer
from .locks import is_in_cycle, lock_sessions
from .notices import tell
from .registrations import expiry
from .seats import (
    bookable_dates,
    give_back_seats,
    has_room,
    leave_waiting_list,
    let_go_of_seats,
    lock_unit_of,
    seats_free,
    somebody_waits,
    take_seats,
)
from .slots import check_one_seat, pick_slot
from .waiting_list import confirm, end_overdue_offers_of, fill_freed_seats

if TYPE_CHECKING:
    from ..forms import RegistrationForm


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
