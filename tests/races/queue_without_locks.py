"""The same site without the guards of the queue: no lock, no transaction, no check by the database."""

from collections.abc import Collection

from django.db import connection

from config.wsgi import application
from maillage.bookings.models import Session
from repair.day import queue as queue_views
from repair.day import screens
from repair.models import IntakeSheet
from repair.services import intake, queue
from tests.races import queue_that_meets

__all__ = ["application"]

# Nothing keeps the second one from coming: only a slow machine would.
queue_that_meets.PATIENCE_SECONDS = 60


def read_without_a_lock(session_ids: Collection[int]) -> list[Session]:
    """Read the date as code that has never been raced would."""
    return list(Session.objects.filter(pk__in=session_ids))


def drop_the_check() -> None:
    """Let two objects of a date have one number."""
    (check,) = (one for one in IntakeSheet._meta.constraints if one.name == "repair_sheet_number_once_a_date")
    # SQLite draws its table again from what the model says.
    IntakeSheet._meta.constraints.remove(check)
    with connection.schema_editor() as editor:
        editor.remove_constraint(IntakeSheet, check)
    connection.close()


queue.lock_sessions = intake.lock_sessions = read_without_a_lock
# On SQLite the transaction is the lock.
queue_views.call_next = queue.call_next.__wrapped__
screens.take_in = intake.take_in.__wrapped__
drop_the_check()
