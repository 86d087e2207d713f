"""The settings of batches: `MAILLAGE_BATCHES` over these defaults, read at call time."""

from __future__ import annotations

from typing import Any

from django.conf import settings

DEFAULTS: dict[str, Any] = {
    # The largest file that the admin takes, in bytes.
    "LARGEST_FILE": 100_000_000,
    # The longest line of a file, in bytes: a longer one is no table.
    "LONGEST_LINE": 100_000,
    # How many rows are checked and written at a time.
    "ROWS_AT_A_TIME": 1_000,
    # An import whose process gave no sign for this long, in seconds, is taken back by another one.
    "ABANDONED_SECONDS": 120,
    # The path of a function that receives the present and says whether a worker runs; empty: none does,
    # and a file is imported by the request that asks for it.
    "WORKER_IS_ALIVE": "",
    # How many refused rows are told; the others are only counted.
    "MOST_PROBLEMS": 200,
    # How many days an imported file is kept, so that the import can be undone and explained.
    "KEEP_DAYS": 90,
}


def get_conf() -> dict[str, Any]:
    """Return the settings in force: the site's own over the defaults."""
    return {**DEFAULTS, **getattr(settings, "MAILLAGE_BATCHES", {})}
