"""What the worker does for the search: follow what changed, and compare now and then.

The hook `register_periodic_jobs` belongs to the kernel's outbox, which search does not import: it
asks for objects with these four names.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from search.changes import due, settle
from search.conf import get_conf
from search.elasticsearch import configured
from search.models import ChangeTarget
from search.status import repair, status

if TYPE_CHECKING:
    from collections.abc import Callable

# The worker has messages to send as well: it comes back for the rest.
MOST_AT_ONCE = 1_000


@dataclass(frozen=True)
class Job:
    """Something that comes back; see `maillage.outbox.jobs.PeriodicJob`."""

    name: str
    every: timedelta
    run: Callable[[datetime], str | None]
    is_needed: Callable[[datetime], bool] | None = None


def jobs() -> list[Job]:
    """Return the jobs of the search."""
    every_check = timedelta(minutes=get_conf()["CHECK_MINUTES"])
    return [
        Job("search.changes", timedelta(seconds=1), follow_changes, is_needed=something_waits),
        Job("search.check", every_check, check),
    ]


def something_waits(now: datetime) -> bool:
    """Say whether a change can be followed at `now`: what waits for an engine that is away cannot."""
    if due(ChangeTarget.DOCUMENT, now).exists():
        return True
    return due(ChangeTarget.ENGINE, now).exists() and any(backend.is_up() for backend in configured())


def follow_changes(_now: datetime) -> str | None:
    """Follow what is due."""
    done = settle(most=MOST_AT_ONCE)
    return f"{done} changes followed" if done else None


def check(_now: datetime) -> str | None:
    """Compare the indices with the database, and mend them."""
    found = status()
    if found.is_right:
        return None
    differs = ", ".join(
        f"{drift.index}: {drift.problem or len(drift.keys)}" for drift in found.indices if not drift.is_right
    )
    repair(found)
    return f"mended: {differs}"
