"""The site in which a registration leaves the row of its date alone: no lock, no write that is one."""

from collections.abc import Sequence

from django.db import connection

from config.wsgi import application
from maillage.bookings.models import Registration, Session
from maillage.bookings.services import registrations

__all__ = ["application"]


def take_freely(_session: Session, _seats: int, **_when: object) -> bool:
    """Give the seats without a word to the database."""
    return True


def dawdle(person: Registration) -> None:
    """Keep the transaction open for a while, so that harm never depends on luck."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.2)")
    announce(person)


def take_nothing(_dates: Sequence[Session], _number: int) -> None:
    """Count nothing."""


registrations.take_free_seats = take_freely
registrations.take_seats = take_nothing
announce, registrations._announce = registrations._announce, dawdle
