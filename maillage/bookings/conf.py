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
    # Bytes of the largest file that comes with a registration.
    "LARGEST_FILE": 8_000_000,
    # How many hours a file waits for the registration that it came before.
    "FILE_WAITS_HOURS": 24,
    # How many files one network address may send by the API in an hour.
    "FILES_PER_ADDRESS_PER_HOUR": 200,
    # How many registrations one date may get in an hour.
    "REGISTRATIONS_PER_DATE_PER_HOUR": 2_000,
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
