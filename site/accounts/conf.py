"""The settings of accounts: `MAILLAGE_ACCOUNTS` over the defaults below, read at call time."""

from __future__ import annotations

from typing import Any

from django.conf import settings

DEFAULTS: dict[str, Any] = {
    # How many colleagues one person may invite in an hour.
    "INVITATIONS_PER_USER_PER_HOUR": 30,
    # How many links to choose a new password one network address may ask for in an hour.
    "PASSWORD_LINKS_PER_ADDRESS_PER_HOUR": 30,
    # How many of them may be asked for in an hour for one e-mail address, whoever asks.
    "PASSWORD_LINKS_PER_EMAIL_PER_HOUR": 5,
}


def get_conf() -> dict[str, Any]:
    """Return the settings in force: the site's own over the defaults."""
    return {**DEFAULTS, **getattr(settings, "MAILLAGE_ACCOUNTS", {})}
