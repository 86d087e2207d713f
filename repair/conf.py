"""The settings of repairs: `MAILLAGE_REPAIR` over these defaults, read at call time."""

from __future__ import annotations

from typing import Any

from django.conf import settings

DEFAULTS: dict[str, Any] = {
    # How long an object that stays is kept for its owner, in days, unless the slip says another day.
    "DEPOSIT_DAYS": 30,
    # The longest that a slip may say, in days.
    "LONGEST_DEPOSIT_DAYS": 365,
    # How many days before that day its owner is reminded.
    "REMINDED_DAYS_BEFORE": 7,
    # How long the owner's name is kept after that day, or after the object left, in days.
    "OWNER_KEPT_DAYS": 30,
}


def get_conf() -> dict[str, Any]:
    """Return the settings in force: the site's own over the defaults."""
    return {**DEFAULTS, **getattr(settings, "MAILLAGE_REPAIR", {})}
