"""The settings of equipment: `MAILLAGE_EQUIPMENT` over these defaults, read at call time."""

from __future__ import annotations

from typing import Any

from django.conf import settings

DEFAULTS: dict[str, Any] = {
    # The largest file of evidence that is read, in bytes.
    "LARGEST_EVIDENCE": 16 * 1024 * 1024,
    # The slug of the organisation whose machines the import commands note when they are told none.
    "ORGANIZATION": "",
}


def get_conf() -> dict[str, Any]:
    """Return the settings in force: the site's own over the defaults."""
    return {**DEFAULTS, **getattr(settings, "MAILLAGE_EQUIPMENT", {})}
