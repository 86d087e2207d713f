"""Find one's registration without its link: the spoken reference, and what only the person knows."""

from __future__ import annotations

import re
from datetime import timedelta

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from maillage.bookings.codes import REFERENCE_LENGTH
from maillage.bookings.conf import get_conf
from maillage.bookings.models import Registration
from maillage.privacy.throttle import check

HOUR = timedelta(hours=1)
PHONE_DIGITS = 4
_NOT_A_SIGN = re.compile(r"[^0-9A-Z]")
_NOT_A_DIGIT = re.compile(r"\D", re.ASCII)


def read_reference(typed: str) -> str:
    """Return a reference as it is kept, from what somebody types: « k7pm 4qxt » gives « K7PM4QXT »."""
    return _NOT_A_SIGN.sub("", typed.upper())[:REFERENCE_LENGTH]


def check_find_limits(request: HttpRequest, reference: str) -> None:
    """Count this attempt by address and by reference; raises TooManyRequests beyond the limits.

    Counted for references that exist and for others alike, before anything is looked up.
    """
    conf = get_conf()
    check("find.address", request.META.get("REMOTE_ADDR", ""), conf["FINDS_PER_ADDRESS_PER_HOUR"], HOUR)
    check("find.reference", reference, conf["FINDS_PER_REFERENCE_PER_HOUR"], HOUR)


def find_registration(reference: str, proof: str) -> Registration | None:
    """Return the registration of a kept `reference` when `proof` is its phone's end or its e-mail address.

    A reference that does not exist costs the same query and the same comparisons as one that does.
    """
    found = Registration.objects.filter(reference=reference, anonymized_at=None).first()
    kept = found or Registration()
    by_email = constant_time_compare(kept.email.casefold(), proof.strip().casefold())
    digits = "" if "@" in proof else _NOT_A_DIGIT.sub("", proof)[-PHONE_DIGITS:]
    by_phone = constant_time_compare(kept.phone[-PHONE_DIGITS:], digits)
    proven = (by_email and kept.email != "") or (by_phone and len(digits) == PHONE_DIGITS)
    return found if proven else None
