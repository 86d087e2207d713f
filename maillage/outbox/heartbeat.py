"""The sign of life of the workers."""

from __future__ import annotations

from datetime import datetime, timedelta

from .clock import SKEW
from .conf import get_conf
from .models import WorkerHeartbeat


def worker_is_alive(now: datetime) -> bool:
    """Whether a worker gave a sign of life lately, seen from `now` (aware). One query.

    A sign from the future was given by a clock that was wrong, perhaps by a worker that died since.
    """
    oldest = now - timedelta(seconds=get_conf()["HEARTBEAT_SECONDS"])
    return WorkerHeartbeat.objects.filter(seen_at__gt=oldest, seen_at__lte=now + SKEW).exists()


def beat(name: str, now: datetime) -> None:
    """Write that the worker `name` is alive at `now` (aware). One query."""
    WorkerHeartbeat.objects.bulk_create(
        [WorkerHeartbeat(name=name, seen_at=now)],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["seen_at"],
    )


def stop(name: str) -> None:
    """Write that the worker `name` has gone: requests deliver by themselves from now on."""
    WorkerHeartbeat.objects.filter(name=name).delete()
