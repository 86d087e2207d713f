"""The settings of search: `MAILLAGE_SEARCH` over the defaults below, read at call time."""

from __future__ import annotations

from typing import Any

from django.conf import settings

DEFAULTS: dict[str, Any] = {
    # A function (dotted path) that takes an aware datetime and says whether a worker runs: what need
    # not show at once is then left to it. Empty: each change is followed after its own commit.
    "WORKER_IS_ALIVE": "",
    # How many changed rows a request follows by itself after its commit; the worker does the rest.
    "MOST_AFTER_COMMIT": 20,
    # Minutes between two comparisons of the indices with the database.
    "CHECK_MINUTES": 30,
    # Where the pictures of the map come from, once a visitor has asked for it; empty: no map.
    "TILES_URL": "https://tile.openstreetmap.org/{z}/{x}/{y}.png",
    "TILES_ATTRIBUTION": "© OpenStreetMap",
}


def get_conf() -> dict[str, Any]:
    """Return the settings in force: the site's own over the defaults."""
    return {**DEFAULTS, **getattr(settings, "MAILLAGE_SEARCH", {})}
