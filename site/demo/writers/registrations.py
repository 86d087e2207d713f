"""The people who register, and the messages that they will never receive."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count, cycle
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.text import slugify

from demo.content.people import EMAIL_DOMAIN, MOBILE_START, NAMES
from maillage.bookings.models import Registration, RegistrationSource
from maillage.bookings.services import cancel_registration, register
from maillage.outbox.models import Message, MessageStatus
from maillage.privacy.contacts import normalize_phone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from demo.content.shapes import Attendance
    from maillage.bookings.models import Session

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
