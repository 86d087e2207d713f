"""The settings of bookings: `MAILLAGE_BOOKINGS` over the defaults below, read at call time."""

from __future__ import annotations

from typing import Any

from django.conf import settings

DEFAULTS: dict[str, Any] = {
    # How many days after the last date a registration's personal data are kept.
    "RETENTION_DAYS": 60,
    # How many days after the last date the legal guardian of a minor is kept.
    "GUARDIAN_RETENTION_DAYS": 30,
    # Below how many hours before a date everybody is called as well as written to.
    "CALL_WITHIN_HOURS": 24,
    # How many registrations one network address may send in an hour: a library is one address.
    "REGISTRATIONS_PER_ADDRESS_PER_HOUR": 1_000,
    # How many registrations one contact (a phone, an e-mail) may send in an hour.
    "REGISTRATIONS_PER_CONTACT_PER_HOUR": 20,
    # How often one network address, and everybody together for one reference, may look for a registration.
    "FINDS_PER_ADDRESS_PER_HOUR": 60,
    "FINDS_PER_REFERENCE_PER_HOUR": 10,
}


def get_conf() -> dict[str, Any]:
    """Return the settings in force: the site's own over the defaults."""
    return {**DEFAULTS, **getattr(settings, "MAILLAGE_BOOKINGS", {})}
