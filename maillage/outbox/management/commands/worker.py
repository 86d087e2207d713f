"""`manage.py worker`: messages, periodic jobs and queued tasks, in one process."""

from __future__ import annotations

import logging
import signal
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand

from maillage.outbox.worker import Worker

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Runs until SIGTERM or Ctrl+C, and then ends what it is doing before it stops."""

    help = "Deliver messages, run periodic jobs and queued tasks, until it is stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Accept --once and --poll."""
        parser.add_argument("--once", action="store_true", help="Do all there is to do now, then stop.")
        parser.add_argument(
            "--poll",
            type=float,
            default=2.0,
            metavar="SECONDS",
            help="How long to wait when there is nothing to do (default: 2).",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Start the worker; its log goes to the output when the site has no place for it."""
        self._show_log(options["verbosity"])
        worker = Worker(poll=options["poll"])
        if options["once"]:
            worker.run_once()
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: worker.stop())
        worker.run()

    def _show_log(self, verbosity: int) -> None:
        log = logging.getLogger("maillage.outbox")
        log.setLevel(logging.INFO if verbosity else logging.WARNING)
        if not log.hasHandlers():
            handler = logging.StreamHandler(self.stdout)
            handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%H:%M:%S"))
            log.addHandler(handler)
