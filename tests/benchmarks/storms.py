"""Storms of five hundred mixed requests by sixty-four clients over sixteen processes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import track

from tests.races.weather import ENV, PROCESSES, THREADS, weather
from tests.support.servers import running_site
from tests.support.services import service_url
from tests.support.templates import PostgresTemplate

from .rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.servers import LiveSite

DATABASE = "maillage_storms"
# `make bench` looks that it works; `make bench-full` proves it: a hundred storms.
STORMS, STORMS_OF_FULL = 1, 100


def measure(folder: Path, scale: int) -> Iterator[Row]:
    """Yield how many storms did harm (oversold, a seat left empty, somebody overtaken or refused)."""
    server_url = service_url("TEST_DATABASE_URL")
    if not server_url:
        return
    storms = STORMS if scale == 1 else STORMS_OF_FULL
    template = PostgresTemplate(server_url)
    database = template.copy(DATABASE)
    try:
        with running_site(
            database, processes=PROCESSES, threads=THREADS, folder=folder, extra_env=ENV
        ) as site:
            seeds = track(range(1, storms + 1), description="storms")
            harmful = sum(_does_harm(site, seed) for seed in seeds)
    finally:
        template.drop(DATABASE)
    yield Row("storms of 500 mixed requests that did harm / all of them", harmful, storms, "", at_most=0)


def _does_harm(site: LiveSite, seed: int) -> bool:
    """Let one storm blow; say at once what it harmed, for whoever looks for the cause."""
    wrong = weather(site, seed=seed)
    if wrong:
        Console().print(f"storm {seed}: {'; '.join(wrong)}", highlight=False)
    return bool(wrong)
