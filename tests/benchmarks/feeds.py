"""The calendar feed of a thousand dates, the dates of a thousand series, and one of them changed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.support.services import service_url
from tests.support.templates import PostgresTemplate, SQLiteTemplate

from .programs import WITH_A_WORKER, run_python
from .rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DATABASE = "maillage_bench_feeds"
MOST_QUERIES, MOST_KILOBYTES = 5, 25
SERIES = 1_000

FILL = """
import json, gzip, time as clock
from datetime import date, datetime, time, timedelta
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from recurrence import FR, MO, SA, SU, TH, TU, WE, WEEKLY, Recurrence, Rule
from maillage.bookings.models import Session, SessionSeries
from maillage.bookings.services import cancel_session, create_series, extend_series, move_session
from maillage.outbox.models import WorkerHeartbeat
from tests.benchmarks.rows import in_turns
from tests.bookings.factories import enroll, make_page
from tests.places.factories import make_organization, make_place
DAYS = (MO, TU, WE, TH, FR, SA, SU)
first = date.today() + timedelta(days=1)
organization = make_organization()
pages = [make_page(organization, place=make_place(organization, slug=f"lieu-{n}")) for n in range(20)]
def add_series(n, weeks):
    rule = Recurrence(rrules=[Rule(WEEKLY, byday=[DAYS[n % 7]])], include_dtstart=False)
    page = pages[n % 20]
    return create_series(page, recurrences=rule, first_date=first, start_time=time(n // 20 % 24, n // 480),
                         duration=timedelta(hours=1), until=first + timedelta(weeks=weeks, days=-1),
                         capacity=10, place=page.place)
def milliseconds(act):
    began = clock.process_time()
    act()
    return (clock.process_time() - began) * 1000
"""
# Half of the dates in series with some that were moved or cancelled, half alone.
FEED = """
with transaction.atomic():
    for n in range(20):
        for number, session in enumerate(add_series(n, 25).sessions.order_by("start")):
            if number % 10 == 3:
                cancel_session(session, reason="Neige")
            if number % 10 == 7:
                move_session(session, start=session.start, end=session.end + timedelta(hours=1))
    begin = timezone.now() + timedelta(hours=1)
    Session.objects.bulk_create(
        Session(page=pages[n % 20], organization=organization, place=pages[n % 20].place, capacity=12,
                start=begin + timedelta(hours=17 * n), end=begin + timedelta(hours=17 * n + 2),
                original_start=begin + timedelta(hours=17 * n)) for n in range(500))
assert Session.objects.count() == 1000
client = Client()
client.get("/agenda.ics")
with CaptureQueriesContext(connection) as captured:
    answer = client.get("/agenda.ics")
queries = len(captured)
mark = {"If-None-Match": answer["ETag"]}
full = lambda: milliseconds(lambda: client.get("/agenda.ics"))
known = lambda: milliseconds(lambda: [client.get("/agenda.ics", headers=mark) for _n in range(10)]) / 10
assert client.get("/agenda.ics", headers=mark).status_code == 304
print(json.dumps([queries, len(gzip.compress(answer.content)) / 1000, *in_turns(known, full, rounds=ROUNDS)]))
"""
CHANGES = """
with transaction.atomic():
    series = [add_series(n, 8) for n in range(SERIES)]
# A sign that lasts a day by the settings: messages are queued, and a worker will take them.
WorkerHeartbeat.objects.create(name="worker", seen_at=timezone.now())
enroll(series[0].sessions.order_by("start")[0])
ends = {one.pk: one.until for one in series}
part = iter(range(10**6))
def some():
    at = next(part) * 40 % SERIES
    return series[at:at + 40]
def extend():
    def act():
        for one in some():
            ends[one.pk] += timedelta(weeks=8)
            extend_series(one, until=ends[one.pk])
    return milliseconds(act) / 40
def rows_alone():
    def act():
        for one in some():
            day = timezone.now() + timedelta(days=4000 + next(part))
            with transaction.atomic():
                Session.objects.bulk_create(
                    Session(page_id=one.page_id, series=one, organization_id=one.organization_id, capacity=10,
                            start=day + timedelta(weeks=n), end=day + timedelta(weeks=n, hours=1),
                            original_start=day + timedelta(weeks=n)) for n in range(8))
    return milliseconds(act) / 40
one_date = series[0].sessions.order_by("start")[0]
def move():
    def act():
        now = Session.objects.get(pk=one_date.pk)
        move_session(now, start=now.start + timedelta(minutes=1), end=now.end + timedelta(minutes=1))
    return milliseconds(lambda: [act() for _n in range(5)]) / 5
def save():
    def act():
        with transaction.atomic():
            now = Session.objects.select_for_update().get(pk=one_date.pk)
            now.save()
    return milliseconds(lambda: [act() for _n in range(5)]) / 5
print(json.dumps([*in_turns(extend, rows_alone, rounds=ROUNDS), *in_turns(move, save, rounds=ROUNDS)]))
"""


def measure(folder: Path, scale: int) -> Iterator[Row]:
    """Yield what the feed weighs and what knowing it costs; what extending and editing cost."""
    server_url = service_url("TEST_DATABASE_URL")
    template = PostgresTemplate(server_url) if server_url else None
    engine = "PostgreSQL" if template else "SQLite"

    def results(program: str) -> list[float]:
        program = program.replace("ROUNDS", str(3 * scale)).replace("SERIES", str(SERIES))
        database = template.copy(DATABASE) if template else SQLiteTemplate().copy(folder / "feeds.sqlite3")
        output = run_python(database, FILL + program, extra_env=WITH_A_WORKER)
        if template:
            template.drop(DATABASE)
        return json.loads(output.splitlines()[-1])

    queries, kilobytes, known, full = results(FEED)
    yield Row(f"queries of the feed, 1,000 dates, {engine} / allowed", queries, MOST_QUERIES, "", at_most=1)
    yield Row("the feed, 1,000 dates, compressed / allowed", kilobytes, MOST_KILOBYTES, "kB", at_most=1)
    yield Row(f"CPU of a feed that has not changed (304), {engine} / in full", known, full, "ms", at_most=0.1)
    extend, rows, move, save = results(CHANGES)
    what = f"CPU of prolonging one of {SERIES:,} series by 8 dates, {engine} / writing 8 rows"
    yield Row(what, extend, rows, "ms", at_most=5)
    what = f"CPU of moving one date and telling one person, {engine} / saving it under its lock"
    yield Row(what, move, save, "ms", at_most=6)
