"""The settings of web: `MAILLAGE_WEB` over the defaults below, read at call time."""

from __future__ import annotations

from typing import Any

from django.conf import settings

DEFAULTS: dict[str, Any] = {
    # Below how many seconds after it was drawn a form is asked again; 0: never.
    "SECONDS_TO_FILL_A_FORM": 2,
    # A secret of at least 16 signs switches on altcha, work that a browser does in place of a puzzle.
    "ALTCHA_KEY": "",
}
# Where the keys above stood while only the registrations had them: a host's settings are still read.
FORMER = "MAILLAGE_BOOKINGS"


def get_conf() -> dict[str, Any]:
    """Return the settings in force: the site's own over the defaults."""
    former = getattr(settings, FORMER, {})
    kept = {name: former[name] for name in DEFAULTS if name in former}
    return {**DEFAULTS, **kept, **getattr(settings, "MAILLAGE_WEB", {})}
