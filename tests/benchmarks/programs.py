"""Programs of the site that a benchmark measures: they may take their time."""

from __future__ import annotations

from functools import partial

from tests.support import processes

# A hundred thousand documents on a slow machine; what hangs still ends one day.
SECONDS = 3_600

# Those that write messages and do not send them.
WITH_A_WORKER = {"DJANGO_SETTINGS_MODULE": "tests.benchmarks.with_a_worker"}

run_python = partial(processes.run_python, seconds=SECONDS)
