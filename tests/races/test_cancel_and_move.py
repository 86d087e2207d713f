"""A person cancels while their registration is on its way to another date: cancelled, wherever it is."""

import json
import subprocess
import sys

import pytest

from tests.support.paths import ROOT_DIR
from tests.support.processes import run_python, site_environment

PREPARE = """
from tests.bookings.factories import enroll, make_page, make_session
page = make_page()
first, second = make_session(page), make_session(page, in_days=9)
print(first.pk, second.pk, enroll(first).pk)
"""
# Holds both dates until it is told to commit.
MOVE = """
import django; django.setup()
from django.db import transaction
from maillage.bookings.models import Registration, Session
from maillage.bookings.services import move_registration
with transaction.atomic():
    move_registration(Registration.objects.get(), Session.objects.get(pk={second}))
    print("moved", flush=True)
    input()
"""
# Looks at the registration while it is still on the first date, then waits for the lock.
CANCEL = """
import django; django.setup()
from maillage.bookings.models import Registration
from maillage.bookings.services import cancel_registration
registration = Registration.objects.get()
cancel_registration(registration)
"""
SOMEBODY_WAITS_FOR_A_LOCK = """
from django.db import connection
waiting = (
    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
)
with connection.cursor() as cursor:
    for _look in range(100_000):
        cursor.execute(waiting)
        if cursor.fetchone()[0]:
            break
    else:
        raise AssertionError("Nobody ever waited.")
"""
WHAT_IS_LEFT = """
import json
from maillage.bookings.models import Registration, Session
taken = list(Session.objects.order_by("pk").values_list("seats_taken", flat=True))
print(json.dumps([Registration.objects.get().status, taken]))
"""


def start(database: str, program: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=ROOT_DIR,
        env=site_environment(database),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for(process: subprocess.Popen, words: str) -> None:
    """Read what the process prints until `words`: the site logs before them."""
    for line in process.stdout:
        if line.strip() == words:
            return
    raise AssertionError(f"« {words} » was never said:\n{process.stderr.read()}")


@pytest.mark.postgres
@pytest.mark.parametrize("server_database", ["postgres"], indirect=True)
def test_who_cancels_while_they_are_moved_is_cancelled(server_database) -> None:
    _first, second, _registration = run_python(server_database, PREPARE).splitlines()[-1].split()
    mover = start(server_database, MOVE.format(second=second))
    wait_for(mover, "moved")
    canceller = start(server_database, CANCEL)
    run_python(server_database, SOMEBODY_WAITS_FOR_A_LOCK)
    mover.communicate("\n")
    _said, errors = canceller.communicate()

    assert canceller.returncode == 0, errors
    assert json.loads(run_python(server_database, WHAT_IS_LEFT).splitlines()[-1]) == ["cancelled", [0, 0]]
