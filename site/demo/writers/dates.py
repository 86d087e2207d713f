"""The dates of the workshops, and the people who register for them."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from itertools import count, cycle
from typing import TYPE_CHECKING

from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify

from demo.content.network import EMAIL_DOMAIN, MOBILE_START, NAMES
from demo.content.workshops import WORKSHOPS
from demo.planning import plan_dates
from maillage.bookings.models import Registration, RegistrationSource, Session
from maillage.bookings.recurrence import to_utc
from maillage.bookings.services import (
    cancel_registration,
    cancel_session,
    create_series,
    move_session,
    register,
)
from maillage.outbox.models import Message, MessageStatus
from maillage.privacy.contacts import normalize_phone
from workshops.models import WorkshopPage

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from demo.content.shapes import Attendance, Moved, Workshop
    from demo.ledger import Ledger

# One person in three has no e-mail address: they called.
CALLS_ON_RANK = 3


class Crowd:
    """Invented people, one after the other."""

    def __init__(self) -> None:
        self._names = cycle(NAMES)
        self._numbers = count(1)
        self._references: list[str] = []

    def register(self, dates: Sequence[Session], attendance: Attendance) -> None:
        """Register as many people on each date as `attendance` says, over the last few days."""
        wanted_seats = cycle(attendance.seats)
        for session, people in zip(dates, attendance.registrations, strict=False):
            for rank in range(people):
                arrived = timezone.now() - timedelta(hours=7 * (people - rank))
                self._register_one(session, seats=next(wanted_seats), arrived=arrived)
        for registration in Registration.objects.confirmed().of_session(dates[0])[: attendance.leaving]:
            cancel_registration(registration)

    def _register_one(self, session: Session, *, seats: int, arrived: datetime) -> None:
        number, name = next(self._numbers), next(self._names)
        calls = number % CALLS_ON_RANK == 0
        registration = register(
            session,
            name=name,
            email="" if calls else f"{slugify(name.split()[0])}@{EMAIL_DOMAIN}",
            phone=normalize_phone(f"{MOBILE_START} {number:04d}") if calls else "",
            seats=seats,
            source=RegistrationSource.STAFF if calls else RegistrationSource.WEB,
            now=arrived,
        )
        self._references.append(registration.reference)

    def silence(self) -> None:
        """Take back every message about these people: nothing of the demo leaves the site.

        In the transaction that wrote them, so no worker ever sees them wait.
        """
        about_them = Message.objects.filter(subject_reference__in=self._references)
        about_them.filter(status=MessageStatus.PENDING).update(
            status=MessageStatus.CANCELLED, cancelled_at=timezone.now()
        )


def write_dates(ledger: Ledger) -> None:
    """Give each workshop its dates and its people.

    A workshop whose dates have all gone by gets new ones: a demo left for months is never empty.
    """
    crowd = Crowd()
    over = _with_past_dates_only(ledger.keys_of("workshop").values())
    for content in WORKSHOPS:
        write = partial(_write_dates_of, ledger, content, crowd)
        ledger.once(f"dates:{content.key}", write)
        if ledger.keys_of("workshop").get(content.key) in over:
            write()
            ledger.added.append(f"new dates:{content.key}")
    crowd.silence()


def _with_past_dates_only(pages: Iterable[int]) -> set[int]:
    """Return which of these published pages had dates, and have none to come."""
    of_pages = Session.objects.filter(page__in=pages, page__live=True)
    last = of_pages.order_by().values("page").annotate(last_end=Max("end"))
    return set(last.filter(last_end__lt=timezone.now()).values_list("page", flat=True))


def _write_dates_of(ledger: Ledger, content: Workshop, crowd: Crowd) -> None:
    page = ledger.row(WorkshopPage, f"workshop:{content.key}")
    rhythm = content.rhythm
    plan = plan_dates(rhythm, timezone.localdate())
    series = create_series(
        page,
        recurrences=plan.rule,
        first_date=plan.first_date,
        until=plan.until,
        excluded=plan.excluded,
        start_time=rhythm.start,
        duration=rhythm.length,
        capacity=rhythm.capacity,
        place=page.place,
        as_cycle=rhythm.as_cycle,
    )
    dates = list(series.sessions.select_related("organization", "series").order_by("start"))
    crowd.register(dates, content.people)
    if content.moved:
        _move(dates, content.moved)
    if content.cancelled:
        cancel_session(_of_rank(dates, content.cancelled.rank), reason=content.cancelled.reason)


def _move(dates: list[Session], moved: Moved) -> None:
    session = _of_rank(dates, moved.rank)
    # On the clock of the place: a change of hour in between moves nothing.
    start, end = (
        to_utc(local.replace(tzinfo=None) + moved.later, session.zone)
        for local in (session.local_start, session.local_end)
    )
    move_session(session, start=start, end=end, reason=moved.reason)


def _of_rank(dates: list[Session], rank: int) -> Session:
    return dates[min(rank, len(dates) - 1)]
