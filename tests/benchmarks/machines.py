"""Machines: a thousand transitions by fifty people at once, the list of fifty thousand beside plain SQL."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.support.services import service_url
from tests.support.templates import PostgresTemplate, SQLiteTemplate

from .programs import run_python
from .rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PEOPLE, LISTED = 50, 50_000
CROWD = "from tests.benchmarks.machine_crowd import transitions; transitions({people})"
LIST = "from tests.benchmarks.machine_list import measure; measure({number}, rounds=9)"


def measure(folder: Path, scale: int) -> Iterator[Row]:
    """Yield what a crowd leaves in the ledger (PostgreSQL), then the list and its questions."""
    yield from _crowd(scale)
    template = SQLiteTemplate()
    output = run_python(template.copy(folder / "machines.sqlite3"), LIST.format(number=LISTED))
    told = json.loads(output.splitlines()[-1])
    what = f"list of {LISTED:,} machines"
    yield Row(
        f"{what}, filtered and sorted / the same plain SQL", told["ours"], told["plain"], "ms", at_most=3
    )
    yield Row(f"{what}: queries / twelve", told["queries"], 12, "", at_most=1)
    yield Row(f"{what}: queries / of fifty", told["queries"], told["queries_of_few"], "", at_most=1)


def _crowd(scale: int) -> Iterator[Row]:
    url = service_url("TEST_DATABASE_URL")
    if url is None:
        return
    template = PostgresTemplate(url)
    name = "maillage_bench_machines"
    output = run_python(template.copy(name), CROWD.format(people=PEOPLE))
    template.drop(name)
    told = json.loads(output.splitlines()[-1])
    what = f"{told['tried']:,} transitions by {PEOPLE} people at once"
    yield Row(f"{what}: rows of the ledger / changes", told["rows"], told["done"], "", at_most=1, at_least=1)
    yield Row(f"{what}: rows that follow / rows", told["follow"], told["rows"], "", at_most=1, at_least=1)
