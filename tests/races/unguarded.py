"""The site without its guards, for the tests that show the guards are what holds.

A WSGI application of its own, so that production code has no switch that turns them off.
"""

from collections.abc import Collection, Sequence

from django.db import connection

from config.wsgi import application
from maillage.bookings.models import Session
from maillage.bookings.services import changes, registrations, seats, waiting_list
from maillage.bookings.services import seats as locks

__all__ = ["application"]


def read_without_a_lock(session_ids: Collection[int]) -> list[Session]:
    """Read the dates as code that has never been raced would."""
    return list(Session.objects.filter(pk__in=session_ids).select_related("series").order_by("pk"))


def take_without_a_condition(dates: Sequence[Session], number: int) -> None:
    """Write the sum that was read, whatever others have written since."""
    for date in dates:
        date.seats_taken += number
        Session.objects.filter(pk=date.pk).update(seats_taken=date.seats_taken)


def never_at_once(_session: Session, _seats: int, **_when) -> bool:
    """Leave the one statement that both locks and counts unused."""
    return False


def drop_the_check() -> None:
    """Take away the last guards, the database's: that no count of those who wait is below nothing, too."""
    table = Session._meta.db_table
    with connection.cursor() as cursor:
        for check in ("session_never_overbooked", f"{table}_waiting_count_check"):
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {check}")
    connection.close()


registrations.take_free_seats = never_at_once
locks.lock_sessions = changes.lock_sessions = read_without_a_lock
for module in (seats, registrations, changes, waiting_list):
    module.take_seats = take_without_a_condition
drop_the_check()
