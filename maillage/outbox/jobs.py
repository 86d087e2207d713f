"""Work that comes back, queued tasks, and the end of old messages: what the worker runs."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.apps import apps
from django.core.management import call_command
from django.db.models import Q
from django.utils import timezone
from django_tasks import task_backends
from wagtail import hooks

from maillage.outbox.clock import SKEW, ended, passed
from maillage.outbox.conf import get_conf
from maillage.outbox.models import JobRun, Message, MessageStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BATCH = 500
OVER = (MessageStatus.SENT, MessageStatus.FAILED, MessageStatus.CANCELLED)


def forget_old_messages(today: date) -> int:
    """Remove a batch of messages that were over long before `today`; return how many."""
    oldest = timezone.make_aware(datetime.combine(today, time.min)) - timedelta(days=get_conf()["KEEP_DAYS"])
    old = Message.objects.filter(status__in=OVER, created_at__lt=oldest).order_by("pk")
    ids = list(old.values_list("pk", flat=True)[:BATCH])
    return Message.objects.filter(pk__in=ids).delete()[0]


# After so many tasks the worker looks at its messages again.
MOST_TASKS = 50


def run_queued_tasks(worker_name: str, should_stop: Callable[[], bool] = lambda: False) -> int:
    """Run at most 50 tasks that wait in queues of django-tasks-db; return how many.

    Returns 0 at once when that library is not installed: each task is then run immediately, by
    whoever asks for it. Stops before the next task when `should_stop()` says so.
    """
    done = 0
    for alias in _database_queues():
        while done < MOST_TASKS and not should_stop() and _run_one(alias, worker_name):
            done += 1
    return done


def prune_finished_tasks(_now: datetime) -> None:
    """Remove the tasks that ended more than two weeks ago, so that their table stays small."""
    for alias in _database_queues():
        call_command("prune_db_task_results", f"--backend={alias}", "--queue-name=*", verbosity=0)


def _database_queues() -> Iterator[str]:
    """Yield the names of the queues kept in the database: none without the library."""
    if not apps.is_installed("django_tasks_db"):
        return
    from django_tasks_db.backend import DatabaseBackend  # noqa: PLC0415 - a library that may be absent

    for alias in task_backends:
        if isinstance(task_backends[alias], DatabaseBackend):
            yield alias


def _run_one(alias: str, worker_name: str) -> bool:
    """Run one task, if one is ready, by the library's own worker; it writes how the task went."""
    from django_tasks_db.management.commands.db_worker import Worker  # noqa: PLC0415 - may be absent
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415 - may be absent

    if not DBTaskResult.objects.ready().filter(backend_name=alias).exists():
        return False
    worker = Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name=alias,
        startup_delay=False,
        max_tasks=1,
        worker_id=worker_name,
        excluded_queue_names=[],
    )
    worker.run()
    return True


logger = logging.getLogger(__name__)
LONGEST_RESULT = 300
# A job without a pace does a part of its work at each turn: whoever holds it for longer than that has died.
LONGEST_PART = timedelta(minutes=2)


@dataclass(frozen=True)
class PeriodicJob:
    """Something to do again and again.

    `run` receives the present (aware) and returns one line about what it did, or None when there
    was nothing to do; it opens its own transactions, and stands being cut off and run again. One whose
    `every` is nothing runs at each turn of the worker while it is needed, and does a part of its work.
    `is_needed` receives the present and only reads: while it says no, nothing is written and `run`
    is not called.
    """

    name: str
    every: timedelta
    run: Callable[[datetime], str | None]
    is_needed: Callable[[datetime], bool] | None = None


def get_jobs() -> dict[str, PeriodicJob]:
    """Return the jobs of every installed plugin by name."""
    return {job.name: job for register in hooks.get_hooks("register_periodic_jobs") for job in register()}


def run_due_jobs(now: datetime, should_stop: Callable[[], bool] = lambda: False) -> list[str]:
    """Run the jobs whose time has come at `now` (aware), one after the other; return their names.

    A job that raises is logged, and comes back at its next time. Stops before the next job when
    `should_stop()` says so.
    """
    jobs = get_jobs()
    runs = {run.name: run for run in JobRun.objects.filter(name__in=jobs)}
    ran = []
    for job in jobs.values():
        if should_stop():
            break
        if _is_due(job, runs.get(job.name), now) and _is_needed(job, now) and _claim(job, now):
            _run(job, now)
            ran.append(job.name)
    return ran


def _is_due(job: PeriodicJob, run: JobRun | None, now: datetime) -> bool:
    """Whether it is worth trying to claim the job: a read, so that waiting writes nothing."""
    if run is None or run.started_at is None:
        return True
    return not now - job.every < run.started_at <= now + SKEW


def _is_needed(job: PeriodicJob, now: datetime) -> bool:
    try:
        return job.is_needed is None or job.is_needed(now)
    except Exception:  # a job is a plugin's code; one job must not stop the others
        logger.exception("Job %s cannot tell whether it is needed", job.name)
        return False


def _claim(job: PeriodicJob, now: datetime) -> bool:
    """Take this run for this worker alone: of two conditional UPDATEs, one finds no row."""
    JobRun.objects.bulk_create([JobRun(name=job.name)], ignore_conflicts=True)
    claim = timedelta(seconds=get_conf()["JOB_CLAIM_SECONDS"]) if job.every else LONGEST_PART
    its_time = Q(started_at=None) | passed("started_at", now, lasts=job.every)
    free = Q(claimed_until=None) | ended("claimed_until", now, longest=claim)
    mine = JobRun.objects.filter(its_time, free, name=job.name)
    return bool(mine.update(started_at=now, claimed_until=now + claim))


def _run(job: PeriodicJob, now: datetime) -> None:
    try:
        result = job.run(now) or ""
    except Exception as error:  # a job is a plugin's code; one job must not stop the others
        logger.exception("Job %s failed", job.name)
        result = f"{type(error).__name__}"
    else:
        logger.info("Job %s: %s", job.name, result or "nothing to do")
    JobRun.objects.filter(name=job.name).update(
        claimed_until=None, finished_at=timezone.now(), result=result[:LONGEST_RESULT]
    )
