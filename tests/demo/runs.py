"""Run the demo as a whole, for a module of tests, and take it away afterwards."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings


def run_demo(*, debug: bool = True, **options: Any) -> str:
    """Run the command as development (or production) does, and return what it printed."""
    output = io.StringIO()
    with override_settings(DEBUG=debug):
        call_command("demo", stdout=output, **options)
    return output.getvalue()


@contextmanager
def demo_for_a_module(blocker: Any, **options: Any) -> Iterator[str]:
    """Hold the demo in a transaction that is rolled back at the end; each test has its savepoint."""
    with blocker.unblock(), transaction.atomic():
        cache.clear()
        yield run_demo(**options)
        transaction.set_rollback(True)
        cache.clear()
