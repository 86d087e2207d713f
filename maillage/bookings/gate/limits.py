"""How many registrations one address, one contact and one date may bring, counted in the database."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from maillage.bookings.conf import get_conf
from maillage.privacy.throttle import Limit, check, check_all

if TYPE_CHECKING:
    from maillage.bookings.models import Session

HOUR = timedelta(hours=1)


def check_limits(request: HttpRequest, contact: dict[str, Any], session: Session | None = None) -> None:
    """Count this attempt; raises TooManyRequests when too many came from the address or the contact.

    The limit per address is wide: everybody at a library comes from one. With `session`, the date's
    own limit is counted too: a program that changes its address meets it.
    """
    conf = get_conf()
    address = request.META.get("REMOTE_ADDR", "")
    limits = [Limit("registrations.address", address, conf["REGISTRATIONS_PER_ADDRESS_PER_HOUR"])]
    # Without the case: most servers deliver « CLAUDE@… » to Claude.
    reaches = {contact.get("email", "").lower(), contact.get("phone", "")} - {""}
    per_contact = conf["REGISTRATIONS_PER_CONTACT_PER_HOUR"]
    limits += [Limit("registrations.contact", reach, per_contact) for reach in reaches]
    if session is not None:
        per_date = conf["REGISTRATIONS_PER_DATE_PER_HOUR"]
        limits.append(Limit("registrations.date", session.public_id, per_date))
    check_all(limits, HOUR)


def check_file_limit(request: HttpRequest) -> None:
    """Count one file sent by the API; raises TooManyRequests when the address sent too many."""
    address = request.META.get("REMOTE_ADDR", "")
    check("registrations.files", address, get_conf()["FILES_PER_ADDRESS_PER_HOUR"], HOUR)
