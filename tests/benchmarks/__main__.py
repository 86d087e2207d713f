"""`make bench`: one table of ratios, each against a baseline measured in the same run, in turns.

Absolute figures drift with the machine; a ratio of two things measured in turns does not. The
command ends with an error when a row misses its goal, so that a regression cannot pass unseen.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import django
from rich.console import Console
from rich.table import Table

SITE_DIR = Path(__file__).resolve().parents[2] / "site"


def main() -> int:
    """Measure what was asked for and print the table; return the exit status."""
    arguments = _arguments()
    sys.path.insert(0, str(SITE_DIR))
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    django.setup()
    from .rows import Row

    stop_if_a_required_service_is_missing()

    rows: list[Row] = []
    console = Console(width=120 if not sys.stdout.isatty() else None)
    with tempfile.TemporaryDirectory(prefix="maillage-bench-") as folder:
        for name, measure in _measures().items():
            if arguments.only and name not in arguments.only:
                continue
            console.print(f"[dim]{name}…[/dim]")
            for row in measure(Path(folder), arguments.scale):
                console.print(f"[dim]  {row.what}: {row.ratio_text}[/dim]")
                rows.append(row)
    console.print(_table(rows))
    return 0 if all(row.holds for row in rows) else 1


def stop_if_a_required_service_is_missing() -> None:
    """End with a sentence where a row would be left out although REQUIRE_SERVICES is set."""
    from tests.support.services import SERVICES, services_are_required

    for name in ("postgres", "elasticsearch") if services_are_required() else ():
        find, sentence = SERVICES[name]
        if find() is None:
            sys.exit(f"{sentence} (REQUIRE_SERVICES is set.)")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument(
        "only",
        nargs="*",
        help="pages, agenda, feeds, registrations, series, storms, repairs, machines, embedded_search,"
        " search_engine",
    )
    parser.add_argument(
        "--full",
        dest="scale",
        action="store_const",
        const=5,
        default=1,
        help="five times as many samples, a hundred storms",
    )
    return parser.parse_args()


def _measures() -> dict[str, Callable[[Path, int], Iterator]]:
    from . import (
        agenda,
        embedded_search,
        feeds,
        machines,
        pages,
        registrations,
        repairs,
        search_engine,
        series,
        storms,
    )

    return {
        "pages": pages.measure,
        "agenda": agenda.measure,
        "feeds": feeds.measure,
        "registrations": registrations.measure,
        "series": series.measure,
        "storms": storms.measure,
        "repairs": repairs.measure,
        "machines": machines.measure,
        "embedded_search": embedded_search.measure,
        "search_engine": search_engine.measure,
    }


def _table(rows: list) -> Table:
    table = Table(title="Each figure beside its baseline, measured in turns in this run")
    for heading in ("what", "ours", "baseline", "ratio", "goal", ""):
        table.add_column(heading, justify="right" if heading in ("ours", "baseline", "ratio") else "left")
    for row in rows:
        table.add_row(
            row.what,
            row.ours_text,
            row.baseline_text,
            row.ratio_text,
            row.goal_text,
            "ok" if row.holds else "MISSED",
        )
    return table


if __name__ == "__main__":
    sys.exit(main())
