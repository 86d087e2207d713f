"""Registrations on one hot date, beside the least that a lock, an UPDATE and an INSERT can do."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.support.paths import ROOT_DIR
from tests.support.processes import site_environment
from tests.support.services import service_url
from tests.support.templates import PostgresTemplate, SQLiteTemplate

from .programs import WITH_A_WORKER, run_python
from .rows import Row, in_turns

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PROCESSES = 4
GOAL = 0.5

# A sign that lasts a day by the settings: mails are queued, and a worker will take them.
PREPARE = """
from django.utils import timezone
from maillage.outbox.models import WorkerHeartbeat
from tests.bookings.factories import make_session
WorkerHeartbeat.objects.create(name="worker", seen_at=timezone.now())
print(make_session(capacity=30_000).pk)
"""

MOST_QUERIES = 12
# By the form of the page, as a resident does; the first request fills what a process keeps.
QUERIES = """
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment
from django.urls import reverse
from maillage.bookings.models import Registration, Session
setup_test_environment()
path = reverse("bookings:register", args=[Session.objects.get().public_id])
def register(name):
    client = Client()
    page = client.get(path)
    hidden = {field.html_name: field.value() for field in page.context["form"].hidden_fields()}
    data = {**hidden, "name": name, "email": f"{name.lower()}@maison.example", "seats": "1"}
    with CaptureQueriesContext(connection) as captured:
        answer = client.post(path, {**data, "form_key": page.context["form_key"]})
    assert answer.status_code == 302, answer.content.decode()
    return len(captured)
register("Ana")
print(register("Bob"))
"""


def measure(folder: Path, scale: int) -> Iterator[Row]:
    """Yield registrations a second by four processes at once, on every database that is there."""
    server_url = service_url("TEST_DATABASE_URL")
    if server_url:
        template = PostgresTemplate(server_url)
        database = template.copy("maillage_bench")
        yield _row("PostgreSQL", database, scale)
        yield _queries_row(database)
        template.drop("maillage_bench")
    yield _row("SQLite", SQLiteTemplate().copy(folder / "registrations.sqlite3"), scale)


def _row(engine: str, database: str, scale: int) -> Row:
    session = run_python(database, PREPARE).splitlines()[-1]
    ours, bare = in_turns(
        lambda: _rate("register_people", database, session, 100 * scale),
        lambda: _rate("take_bare_seats", database, session, 100 * scale),
        rounds=3,
    )
    what = f"registrations a second on one date, {engine} / bare locked UPDATE + INSERT"
    return Row(what, ours, bare, "/s", at_least=GOAL)


def _queries_row(database: str) -> Row:
    queries = int(run_python(database, QUERIES, extra_env=WITH_A_WORKER).splitlines()[-1])
    what = f"queries of a registration by the page, PostgreSQL / {MOST_QUERIES} allowed"
    return Row(what, queries, MOST_QUERIES, "", at_most=1)


def _rate(function: str, database: str, session: str, each: int) -> float:
    """Return how many a second `PROCESSES` processes make together, start-up left out."""
    program = f"from tests.benchmarks.hot_date import run; run({function!r}, {session}, {each})"
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", program],
            cwd=ROOT_DIR,
            env=site_environment(database, WITH_A_WORKER),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _number in range(PROCESSES)
    ]
    for process in processes:
        _wait_for_ready(process)
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    spans = [json.loads(process.communicate()[0].splitlines()[-1]) for process in processes]
    began = min(span["began"] for span in spans)
    ended = max(span["ended"] for span in spans)
    return PROCESSES * each / (ended - began)


def _wait_for_ready(process: subprocess.Popen) -> None:
    """Read until the process says that it is ready: what the site logs comes before."""
    while (line := process.stdout.readline()) != "ready\n":
        if not line:
            raise AssertionError("A process of the benchmark ended before it began.")
