"""The settings of equipment: `MAILLAGE_EQUIPMENT` over these defaults, read at call time."""

from __future__ import annotations

from typing import Any

from django.conf import settings

DEFAULTS: dict[str, Any] = {
    # How long who did what, and in what words, is kept beside the ledger, in days: three years.
    "DETAILS_KEPT_DAYS": 3 * 365,
    # How long a donor's name is kept after the donation is received, declined or withdrawn, in days.
    "DONOR_KEPT_DAYS": 365,
    # How long the name of whoever asks for a machine is kept after the last news of the request, in days.
    "NEED_KEPT_DAYS": 180,
    # How long the name on a hand-over is kept: without a guarantee, in days after it; with one, in days
    # after the guarantee of two years ends: a month to settle.
    "HAND_OVER_KEPT_DAYS": 90,
    "GUARANTEE_KEPT_DAYS": 30,
    # How long a borrower's name is kept after the machine is back, in days.
    "BORROWER_KEPT_DAYS": 90,
    # How long it is kept after the day of the return when the machine is not back, in days.
    "LATE_BORROWER_KEPT_DAYS": 365,
    # How many days before its end the person is reminded: of a machine kept for them, of a loan.
    "RESERVATION_REMINDED_DAYS_BEFORE": 2,
    "LOAN_REMINDED_DAYS_BEFORE": 7,
    # How many requests and donations one address of the network, and one contact, may bring in an hour.
    "REQUESTS_PER_ADDRESS_PER_HOUR": 40,
    "REQUESTS_PER_CONTACT_PER_HOUR": 6,
    # The largest file of evidence that is read, in bytes.
    "LARGEST_EVIDENCE": 16 * 1024 * 1024,
    # The largest scan of a recycling slip that is kept, in bytes.
    "LARGEST_SCAN": 8_000_000,
    # The slug of the organisation whose machines the import commands note when they are told none.
    "ORGANIZATION": "",
}


def get_conf() -> dict[str, Any]:
    """Return the settings in force: the site's own over the defaults."""
    return {**DEFAULTS, **getattr(settings, "MAILLAGE_EQUIPMENT", {})}
