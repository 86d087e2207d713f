"""What the worker does for imports: a few handfuls of rows at each of its turns.

The hook `register_periodic_jobs` belongs to the kernel's outbox, which this app does not import: it
asks for objects with these four names.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from .running import is_needed, take_a_turn

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Job:
    """Something that comes back; see `maillage.outbox.jobs.PeriodicJob`."""

    name: str
    every: timedelta
    run: Callable[[datetime], str | None]
    is_needed: Callable[[datetime], bool]


def jobs() -> list[Job]:
    """Return the jobs of imports: without a pace, at every turn of a worker while there is one to do."""
    return [Job("batches.imports", timedelta(0), take_a_turn, is_needed)]
