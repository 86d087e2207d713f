"""The settings of privacy: `MAILLAGE_PRIVACY` over these defaults, read at call time."""

from __future__ import annotations

from typing import Any

from django.conf import settings

DEFAULTS: dict[str, Any] = {
    # The folder of the files that people send or that tell of them; never one that the web server shows.
    "PRIVATE_FILES": "var/private",
    # How many days the log keeps who looked at lists of people.
    "ACCESS_KEEP_DAYS": 365,
    # Who works on the data for the associations, for the register: (name, what for, where). Example:
    # ("Our host", "keeps the server and its backups", "France").
    "PROCESSORS": (),
}


def get_conf() -> dict[str, Any]:
    """Return the settings in force: the site's own over the defaults."""
    return {**DEFAULTS, **getattr(settings, "MAILLAGE_PRIVACY", {})}
