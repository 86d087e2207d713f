"""Open data of repairs: an import beside a bare bulk insert, statistics beside plain SQL."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.benchmarks.programs import run_python
from tests.benchmarks.rows import Row
from tests.support.services import service_url
from tests.support.templates import PostgresTemplate, SQLiteTemplate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Counting few records takes no time at all, whoever counts them.
IMPORTED, COUNTED = 20_000, 200_000
DATABASE = "maillage_bench_repairs"

SHARED = """
import json, random, time, tracemalloc
from datetime import date
from django.db import connection, transaction
from repair.models import DataProvider, RepairRecord
from repair.open_data import CATEGORIES, OUTCOMES
from tests.benchmarks.rows import in_turns
dice = random.Random(6)
# Fifty objects in the same café and the same year, as cafés have them.
def record(number, provider):
    return RepairRecord(provider=provider, provider_ref=f"bench_{number}", outcome=dice.randint(0, 3),
        category=dice.randint(1, 40), partner_product_category="Petit appareil ~ Autre", brand="Unknown",
        group_identifier=f"Café {number // 50 % 300}",
        event_date=date(2016 + number // 50 % 10, 5, number % 28 + 1),
        problem="ne chauffe plus, le câble est usé", product_age=str(number % 30))
def timed(do):
    began = time.perf_counter()
    do()
    return time.perf_counter() - began
"""

IMPORT = (
    SHARED
    + """
import io
from maillage.batches.running import run_import
from repair.exports import csv_lines, exported_records
from repair.imports import RepairImporter
from repair.models import GroupTotal, KindTotal
provider = DataProvider.objects.create(name="Bench")
rows = [record(number, provider) for number in range(NUMBER)]
RepairRecord.objects.bulk_create(rows)
file = "".join(csv_lines(exported_records())).encode()
def clear():
    for model in (RepairRecord, GroupTotal, KindTotal):
        model.objects.all().delete()
def ours():
    clear()
    return timed(lambda: run_import(RepairImporter(), io.BytesIO(file)))
def bare():
    clear()
    fresh = [record(number, provider) for number in range(NUMBER)]
    def insert():
        with transaction.atomic():
            for begin in range(0, len(fresh), 1000):
                RepairRecord.objects.bulk_create(fresh[begin : begin + 1000])
    return timed(insert)
def peak(part):
    clear()
    tracemalloc.start()
    run_import(RepairImporter(), io.BytesIO(part))
    found = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return found / 1e6
lines = file.splitlines(keepends=True)
times = in_turns(ours, bare, rounds=ROUNDS)
print(json.dumps([*times, peak(file), peak(b"".join(lines[: NUMBER // 10 + 1]))]))
"""
)

STATISTICS = (
    SHARED
    + """
from repair.repair_rates import counts_of, kept_counts
from repair.impact import get_factors
from repair.statistics import make_statistics
from repair.totals import rebuild_totals
provider = DataProvider.objects.create(name="Bench")
for begin in range(0, NUMBER, 1000):
    RepairRecord.objects.bulk_create([record(n, provider) for n in range(begin, begin + 1000)])
rebuild_totals()
factors = get_factors()
QUERY = \"\"\"SELECT category, size, outcome, barrier, COUNT(id), COUNT(weight_grams), SUM(weight_grams)
FROM repair_repairrecord GROUP BY category, size, outcome, barrier\"\"\"
def plain():
    with connection.cursor() as cursor:
        cursor.execute(QUERY)
        cursor.fetchall()
live = lambda: make_statistics(counts_of(RepairRecord.objects.all()), factors)
kept = lambda: make_statistics(kept_counts(), factors)
assert live() == kept()
print(json.dumps(in_turns(lambda: timed(live), lambda: timed(plain), lambda: timed(kept), rounds=ROUNDS)))
"""
)


def measure(folder: Path, scale: int) -> Iterator[Row]:
    """Yield an import beside a bare insert, its memory beside a smaller one's, statistics beside SQL.

    On SQLite, and on PostgreSQL where there is one.
    """
    template = SQLiteTemplate()
    yield from _import("SQLite", template.copy(folder / "imports.sqlite3"), IMPORTED * scale)
    yield from _statistics("SQLite", template.copy(folder / "statistics.sqlite3"), COUNTED)
    if server_url := service_url("TEST_DATABASE_URL"):
        server = PostgresTemplate(server_url)
        for part, number in ((_import, IMPORTED * scale), (_statistics, COUNTED)):
            yield from part("PostgreSQL", server.copy(DATABASE), number)
            server.drop(DATABASE)


def _import(engine: str, database: str, number: int) -> Iterator[Row]:
    ours, bare, peak, peak_of_a_part = _told(database, IMPORT, number, rounds=3)
    what = f"{engine}: import of {number:,} repairs"
    yield Row(f"{what} / bare bulk insert, rows a second", number / ours, number / bare, "/s", at_least=0.5)
    yield Row(f"{what} / of {number // 10:,}, peak memory", peak, peak_of_a_part, "MB", at_most=1.3)


def _statistics(engine: str, database: str, number: int) -> Iterator[Row]:
    told = _told(database, STATISTICS, number, rounds=9)
    live, plain, kept = (seconds * 1000 for seconds in told)
    yield Row(f"{engine}: statistics of {number:,} repairs / plain SQL", live, plain, "ms", at_most=1.3)
    yield Row(f"{engine}: counts kept ready of the same / plain SQL", kept, plain, "ms", at_most=0.1)


def _told(database: str, program: str, number: int, rounds: int) -> list[float]:
    filled = program.replace("NUMBER", str(number)).replace("ROUNDS", str(rounds))
    return json.loads(run_python(database, filled).splitlines()[-1])
