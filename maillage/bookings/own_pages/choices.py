"""What a person may do with their registration, as their own page offers it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from maillage.bookings.errors import WasPresent
from maillage.bookings.models import BookablePageMixin, Registration, Session
from maillage.bookings.opening import why_closed
from maillage.bookings.services import free_slots
from maillage.bookings.services.leaving import dates_to_give_back
from maillage.bookings.words.dates import date_words, hour_words, hours_words

# A longer list of dates would help nobody choose.
MOST_DATES = 30


@dataclass(frozen=True, slots=True)
class OtherDate:
    """A date that a registration may move to, and its hour (aware) when it is cut into appointments."""

    session: Session
    slot: datetime | None = None

    @property
    def value(self) -> str:
        """What the form sends for it."""
        return (
            f"{self.session.public_id}@{self.slot.timestamp():.0f}" if self.slot else self.session.public_id
        )

    @property
    def words(self) -> str:
        """The day and the hour, on the clock of the place."""
        session = self.session
        day = date_words(session.local_start)
        if self.slot:
            return f"{day}, {hour_words(self.slot.astimezone(session.zone))}"
        return f"{day}, {hours_words(session.local_start, session.local_end)}"


def may_change(registration: Registration, now: datetime) -> bool:
    """Tell whether the person can still change something at `now` (aware): a date has not begun."""
    if registration.is_cancelled:
        return False
    return Session.objects.scheduled().filter(registrations=registration, start__gt=now).exists()


def dates_that_would_leave(registration: Registration, now: datetime) -> list[Session]:
    """Return the dates that cancelling would give back at `now` (aware); none when it would be refused."""
    if registration.is_cancelled or registration.has_left_cycle:
        return []
    mine = list(registration.sessions.all())
    try:
        return dates_to_give_back(registration, mine, now) if registration.seats_held else mine
    except WasPresent:
        return []


def other_dates(registration: Registration, now: datetime) -> list[OtherDate]:
    """Return the dates of the same page that are open and have room at `now` (aware), nobody waiting there.

    Empty for a cycle, which is booked whole.
    """
    if registration.series_id is not None or not may_change(registration, now):
        return []
    mine = registration.dates.values("session")
    same_page = Session.objects.public().scheduled().upcoming(now).with_seats_left().filter(waiting_count=0)
    # Another hour of the same date is a choice too, where it is cut into appointments.
    others = same_page.filter(page__sessions__in=mine).exclude(pk__in=mine, slot_minutes=None)
    rows = others.for_cards().distinct()[:MOST_DATES]
    return [
        choice for session in rows if _takes(session, registration.seats) for choice in _hours(session, now)
    ]


def _takes(session: Session, seats: int) -> bool:
    page = session.page
    if not isinstance(page, BookablePageMixin) or why_closed(session, page) is not None:
        return False
    if session.series is not None and session.series.as_cycle:
        return False
    return session.seats_left is None or session.seats_left >= seats


def _hours(session: Session, now: datetime) -> list[OtherDate]:
    if session.slot_minutes is None:
        return [OtherDate(session)]
    return [OtherDate(session, slot) for slot in free_slots(session, now=now)]
