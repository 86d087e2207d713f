"""A month's window over a thousand series: rows that were written, or rules expanded at each visit."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.support.templates import SQLiteTemplate

from .programs import run_python
from .rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SERIES = 1_000

PROGRAM = """
import json
from datetime import date, datetime, time, timedelta
from django.db import transaction
from django.utils import timezone
from recurrence import FR, MO, SA, SU, TH, TU, WE, WEEKLY, Recurrence, Rule
from maillage.bookings.models import Session, SessionSeries
from maillage.bookings.services import create_series
from tests.bookings.factories import make_page
from tests.benchmarks.rows import in_turns
page = make_page()
first = date.today() + timedelta(days=1)
with transaction.atomic():
    for n in range({series}):
        weekly = Rule(WEEKLY, byday=[(MO, TU, WE, TH, FR, SA, SU)[n % 7]])
        rule = Recurrence(rrules=[weekly], include_dtstart=False)
        create_series(page, recurrences=rule, first_date=first, start_time=time(n % 20, n // 20),
                      duration=timedelta(hours=1), until=first + timedelta(days=360), capacity=10)
begin = timezone.now() + timedelta(days=60)
end = begin + timedelta(days=31)
def rows():
    began = datetime.now()
    window = Session.objects.public().between(begin, end).upcoming()
    window.count(), list(window.for_cards()[:50])
    return (datetime.now() - began).total_seconds() * 1000
def rules():
    began = datetime.now()
    found = []
    for one in SessionSeries.objects.all():
        anchor = datetime.combine(one.first_date, one.start_time)
        found += one.recurrences.between(begin.replace(tzinfo=None), end.replace(tzinfo=None), dtstart=anchor)
    len(found), sorted(found)[:50]
    return (datetime.now() - began).total_seconds() * 1000
print(json.dumps(in_turns(rows, rules, rounds={rounds})))
"""


def measure(folder: Path, scale: int) -> Iterator[Row]:
    """Yield the time to count a window and read its first page, from rows and from the rules themselves."""
    database = SQLiteTemplate().copy(folder / "series.sqlite3")
    output = run_python(database, PROGRAM.format(series=SERIES, rounds=3 * scale))
    ours, baseline = json.loads(output.splitlines()[-1])
    yield Row(
        f"a page of 31 days over {SERIES:,} series / expanding their rules", ours, baseline, "ms", at_most=1
    )
