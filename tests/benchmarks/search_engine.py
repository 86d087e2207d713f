"""Elasticsearch as the site asks it, beside the same request sent without the site."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING

from tests.search.engine.silent import silent_server
from tests.support.services import service_url
from tests.support.templates import SQLiteTemplate

from .programs import run_python
from .rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DOCUMENTS, MANY_DOCUMENTS = 10_000, 100_000
MOST_QUERIES = 12
# Milliseconds that somebody may wait for an engine that hangs: the first one, and those who follow.
FIRST_WAIT, NEXT_WAIT = 1_500, 50

MEASURE = """
import json
from tests.benchmarks import search_measures
print(json.dumps(search_measures.{function}({arguments})))
"""


def measure(folder: Path, scale: int) -> Iterator[Row]:
    """Yield the times of a question, its page, a completion and a rebuild; nothing without a server."""
    url = service_url("TEST_ELASTICSEARCH_URL")
    if not url:
        return
    number = DOCUMENTS if scale == 1 else MANY_DOCUMENTS
    small, large = (_filled(folder, size) for size in (number // 10, number))
    prefix = f"bench_{uuid.uuid4().hex[:8]}_"
    env = {"ELASTICSEARCH_URL": url, "ELASTICSEARCH_INDEX_PREFIX": prefix}
    memory = [_run(database, env, "rebuild_once") for database in (small, large)]
    yield Row(
        f"memory of a rebuild, {number:,} documents / {number // 10:,}",
        memory[1]["megabytes"],
        memory[0]["megabytes"],
        "MB",
        at_most=1.15,
    )
    ours, raw = _run(large, env, "rebuild", rounds=3)
    yield Row(f"rebuild of {number:,} documents / a raw bulk of the same", ours, raw, "docs/s", at_least=0.5)
    yield from _questions(large, env, number, rounds=15 * scale)
    yield from _hung(small)
    _run(large, env, "remove")


def _questions(database: str, env: dict[str, str], number: int, rounds: int) -> Iterator[Row]:
    found = _run(database, env, "questions", rounds=rounds)
    for name, (ours, page, raw) in found["searches"].items():
        yield Row(f"{name}, {number:,} documents / the same JSON", ours, raw, "ms", at_most=1.5)
        yield Row(f"the page of {name} / the same JSON", page, raw, "ms", at_most=2.5)
    ours, raw = found["completion"]
    yield Row("completion of a title / the same JSON", ours, raw, "ms", at_most=1.5)
    yield Row(
        f"SQL queries of a page / {MOST_QUERIES} allowed", found["queries"], MOST_QUERIES, "", at_most=1
    )


def _hung(database: str) -> Iterator[Row]:
    with silent_server() as server:
        first, following = _run(database, {"ELASTICSEARCH_URL": server.url}, "hung")
    yield Row("first page when the engine hangs / what may be waited", first, FIRST_WAIT, "ms", at_most=1)
    yield Row("the pages that follow / what may be waited", following, NEXT_WAIT, "ms", at_most=1)


def _filled(folder: Path, number: int) -> str:
    database = SQLiteTemplate().copy(folder / f"search-{number}.sqlite3")
    run_python(database, f"from tests.benchmarks.generator import make_documents; make_documents({number})")
    return database


def _run(database: str, env: dict[str, str], function: str, **arguments: int):
    called = ", ".join(f"{name}={value}" for name, value in arguments.items())
    output = run_python(database, MEASURE.format(function=function, arguments=called), extra_env=env)
    return json.loads(output.splitlines()[-1])
