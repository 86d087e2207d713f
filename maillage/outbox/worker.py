"""The one process that works in the background, and its sign of life."""

from __future__ import annotations

import logging
import os
import socket
import threading
from datetime import datetime, timedelta
from time import monotonic
from typing import TYPE_CHECKING

from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.utils import timezone

from maillage.outbox.clock import SKEW
from maillage.outbox.conf import get_conf
from maillage.outbox.delivery import Outcome, deliver_due
from maillage.outbox.jobs import get_jobs, run_due_jobs, run_queued_tasks
from maillage.outbox.models import WorkerHeartbeat

if TYPE_CHECKING:
    from collections.abc import Callable


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


logger = logging.getLogger(__name__)

BATCH = 50
BEAT_EVERY = 15.0
LONGEST_WAIT_FOR_DATABASE = 30


class Worker:
    """Takes turns until it is told to stop. It holds no transaction while it waits or talks."""

    def __init__(self, poll: float = 2.0) -> None:
        """`poll` is how long it waits, in seconds, when there is nothing to do."""
        self.poll = poll
        self.name = f"{socket.gethostname()[:30]}:{os.getpid()}"
        self._stopping = threading.Event()
        # What it waits for itself is counted from its start: the clock on the wall may jump.
        self._beaten_at: float | None = None
        # By channel, until when its server is given a rest.
        self._rests: dict[str, float] = {}

    def stop(self) -> None:
        """Ask it to stop after the message, job or task of this moment."""
        self._stopping.set()

    def run(self) -> None:
        """Work until `stop()`. Raises OperationalError when the database stays away for too long."""
        logger.info("Worker %s begins", self.name)
        failures = 0
        while not self._stopping.is_set():
            close_old_connections()
            try:
                wait = 0.0 if self.turn() else self.poll
                failures = 0
            except (OperationalError, InterfaceError) as error:
                failures += 1
                wait = self._wait_for_database(error, failures)
            self._stopping.wait(wait)
        stop(self.name)
        logger.info("Worker %s ends", self.name)

    def run_once(self) -> None:
        """Do all there is to do now, and return."""
        while self.turn(beats=False) and not self._stopping.is_set():
            pass

    def turn(self, *, beats: bool = True) -> bool:
        """Deliver what is due, run the jobs whose time has come and a batch of tasks.

        Returns whether there may be more to do at once. With `beats`, it gives signs of life.
        """
        should_stop = self._beat_and_ask if beats else self._stopping.is_set
        if should_stop():
            return False
        more_messages = self._deliver(should_stop)
        jobs = get_jobs()
        ran = run_due_jobs(timezone.now(), should_stop)
        # A job without a pace runs whenever it is needed: it may be needed still.
        more_work = any(name in jobs and not jobs[name].every for name in ran)
        tasks = run_queued_tasks(self.name, should_stop)
        return more_messages or more_work or bool(tasks)

    def _deliver(self, should_stop: Callable[[], bool]) -> bool:
        """Deliver a batch by the channels that are not given a rest; return whether to go on at once."""
        moment = monotonic()
        self._rests = {channel: until for channel, until in self._rests.items() if moment < until}
        resting = set(self._rests)
        tally = deliver_due(timezone.now(), BATCH, should_stop, resting)
        until = moment + get_conf()["SERVER_DOWN_SECONDS"]
        self._rests |= dict.fromkeys(resting - set(self._rests), until)
        return any(outcome is not Outcome.SERVER_DOWN for outcome in tally)

    def _beat_and_ask(self) -> bool:
        """Give a sign of life when the last one is old; return whether it is time to stop."""
        moment = monotonic()
        if self._beaten_at is None or moment - self._beaten_at >= BEAT_EVERY:
            beat(self.name, timezone.now())
            self._beaten_at = moment
        return self._stopping.is_set()

    def _wait_for_database(self, error: Exception, failures: int) -> float:
        """Return how many seconds to wait before the next try; raises `error` after too many."""
        if failures >= get_conf()["DATABASE_TRIES"]:
            raise error
        logger.warning("The database is away (%s), try %d", type(error).__name__, failures)
        connection.close()
        return float(min(2 ** (failures - 1), LONGEST_WAIT_FOR_DATABASE))
