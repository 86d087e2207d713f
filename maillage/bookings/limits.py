"""How many registrations one address and one contact may send, counted in the database."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest

from maillage.privacy.throttle import check

from .conf import get_conf

HOUR = timedelta(hours=1)


def check_limits(request: HttpRequest, contact: dict[str, Any]) -> None:
    """Count this attempt; raises TooManyRequests when the address or the contact sent too many.

    The limit per address is wide: everybody at a library comes from one.
    """
    conf = get_conf()
    address = request.META.get("REMOTE_ADDR", "")
    check("registrations.address", address, conf["REGISTRATIONS_PER_ADDRESS_PER_HOUR"], HOUR)
    for reach in {contact.get("email", "").lower(), contact.get("phone", "")} - {""}:
        # Without the case: most servers deliver « CLAUDE@… » to Claude.
        check("registrations.contact", reach, conf["REGISTRATIONS_PER_CONTACT_PER_HOUR"], HOUR)
