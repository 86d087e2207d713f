"""The agenda with ten dates, a thousand and ten thousand: it must not know the difference."""

from __future__ import annotations

import json
from contextlib import ExitStack
from typing import TYPE_CHECKING

from tests.support.templates import SQLiteTemplate

from .programs import run_python
from .rows import Row, in_turns
from .server import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SIZES = (10, 1_000, 10_000)
MOST_QUERIES = 12

FILL = """
from datetime import timedelta
from django.utils import timezone
from maillage.bookings.models import Session
from tests.bookings.factories import make_page
from tests.places.factories import make_organization, make_place
organization = make_organization()
pages = [make_page(organization, place=make_place(organization, slug=f"lieu-{{n}}")) for n in range(20)]
first = timezone.now() + timedelta(hours=1)
starts = [first + timedelta(hours=n * 9000 / {size}) for n in range({size})]
Session.objects.bulk_create(
    Session(page_id=page.pk, organization=organization, place=page.place, capacity=12,
            start=start, end=start + timedelta(hours=2), original_start=start)
    for n, start in enumerate(starts) for page in [pages[n % 20]])
"""
QUERIES = """
import json
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
client = Client()
counts = {}
for path in ("/agenda/", "/agenda.ics"):
    client.get(path)
    with CaptureQueriesContext(connection, ) as captured:
        client.get(path)
    counts[path] = len(captured)
print(json.dumps(counts))
"""


def measure(folder: Path, scale: int) -> Iterator[Row]:
    """Yield the queries and the CPU time of the agenda at each size, against ten dates."""
    databases = {size: SQLiteTemplate().copy(folder / f"agenda-{size}.sqlite3") for size in SIZES}
    for size, database in databases.items():
        run_python(database, FILL.format(size=size))
    queries = {size: _queries(database) for size, database in databases.items()}
    smallest = SIZES[0]
    for size in SIZES:
        # A page of the same fifty dates costs more than a page of ten; it must not cost more than that.
        yield Row(
            f"queries of the agenda, {size:,} dates / {MOST_QUERIES} allowed",
            queries[size]["/agenda/"],
            MOST_QUERIES,
            "",
            at_most=1,
        )
    largest = SIZES[-1]
    yield Row(
        f"queries of the agenda, {largest:,} dates / {smallest}",
        queries[largest]["/agenda/"],
        queries[smallest]["/agenda/"],
        "",
        at_most=1,
    )
    with ExitStack() as stack:
        servers = {
            size: stack.enter_context(serving("config.wsgi", database, folder))
            for size, database in databases.items()
        }
        medians = in_turns(
            *(
                lambda server=server: server.cpu_milliseconds("/agenda/", 10 * scale)
                for server in servers.values()
            ),
            rounds=5,
        )
    cpu = dict(zip(SIZES, medians, strict=True))
    yield Row(f"CPU of the agenda, 1,000 dates / {smallest}", cpu[1_000], cpu[smallest], "ms")
    yield Row("CPU of the agenda, 10,000 dates / 1,000", cpu[10_000], cpu[1_000], "ms", at_most=2)


def _queries(database: str) -> dict[str, int]:
    return json.loads(run_python(database, QUERIES).splitlines()[-1])
