"""Reminders before a date and thanks after it: found by a periodic job, written once each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from maillage.bookings.models import Attendance, RegisteredDate, Session
from maillage.bookings.querysets import with_pages
from maillage.bookings.services.notifications import message_key, tell
from maillage.outbox.clock import SKEW
from maillage.outbox.models import Message

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from maillage.bookings.models import Registration


# The longest delay that a page may ask for, and how late thanks still make sense.
FURTHEST = timedelta(days=30)
THANKS_AFTER = timedelta(hours=12)
THANKS_UNTIL = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Due:
    """One message that is due to one person about one date."""

    kind: str
    registration: Registration
    session: Session
    occasion: str

    @property
    def key(self) -> str:
        """What makes it leave once, however often the job runs."""
        return message_key(self.kind, self.registration, self.occasion)


def remind(now: datetime) -> str | None:
    """Write the reminders and the thanks that are due at `now` (aware); return how many there were."""
    due = [*_reminders(now), *_thanks(now)]
    for each in _not_written(due):
        tell(each.kind, each.registration, occasion=each.occasion, session=each.session, now=now)
    return f"{len(due)}" if due else None


def _reminders(now: datetime) -> Iterator[Due]:
    """Yield what is due before a date: the nearest delay that has come, for those who knew before it."""
    coming = Session.objects.scheduled().filter(start__gt=now, start__lte=now + FURTHEST)
    awaited = with_pages(coming.filter(registered__isnull=False).distinct().with_surroundings())
    reached = {session.pk: (session, _delay_reached(session, now)) for session in awaited}
    due = {pk: (session, delay) for pk, (session, delay) in reached.items() if delay is not None}
    for row in _confirmed_rows(due):
        session, delay = due[row.session_id]
        known_since = row.registration.confirmed_at or row.registration.created_at
        # Somebody who has just registered has the confirmation before their eyes; not who did so while
        # the clock was ahead.
        if known_since < session.start - delay or known_since > now + SKEW:
            occasion = f"{session.public_id}:{int(session.start.timestamp())}:{delay // timedelta(hours=1)}"
            yield Due("bookings.reminder", row.registration, session, occasion)


def _delay_reached(session: Session, now: datetime) -> timedelta | None:
    page = session.page
    hours = {getattr(page, "reminder_hours", None), getattr(page, "second_reminder_hours", None)} - {None}
    reached = [delay for delay in (timedelta(hours=each) for each in hours) if session.start - delay <= now]
    return min(reached, default=None)


def _thanks(now: datetime) -> Iterator[Due]:
    """Yield what is due after a date, to those who were noted as present."""
    over = Session.objects.scheduled().filter(end__gt=now - THANKS_UNTIL, end__lte=now - THANKS_AFTER)
    attended = over.filter(registered__attendance=Attendance.PRESENT).distinct()
    sessions = with_pages(attended.with_surroundings())
    thankful = {each.pk: each for each in sessions if getattr(each.page, "sends_thanks", False)}
    for row in _confirmed_rows(thankful).filter(attendance=Attendance.PRESENT):
        session = thankful[row.session_id]
        yield Due("bookings.thanks", row.registration, session, session.public_id)


def _confirmed_rows(session_ids: Iterable[int]) -> QuerySet[RegisteredDate]:
    """Return the dates of those who come, with the person and whose they are."""
    rows = RegisteredDate.objects.filter(
        session__in=list(session_ids),
        registration__status="confirmed",
        registration__anonymized_at=None,
    )
    return rows.select_related("registration__organization").order_by("pk")


def _not_written(due: Iterable[Due]) -> list[Due]:
    """Return those of `due` that no message was written for, in one query."""
    by_key = {each.key: each for each in due}
    written = set(Message.objects.filter(key__in=by_key).values_list("key", flat=True))
    return [each for key, each in by_key.items() if key not in written]
