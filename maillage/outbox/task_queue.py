"""The queue of Wagtail's own tasks (search indexing), when it is kept in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.core.management import call_command
from django_tasks import task_backends

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

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
