"""What stands before the public forms: a field that nobody sees, limits, and one answer to two presses."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from equipment.conf import get_conf
from maillage.places.codes import ALPHABET
from maillage.privacy.throttle import Limit, check_all

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

    from maillage.privacy.throttle import TooManyRequests

# No name of a field that browsers fill in by themselves (HTML, « autofill detail tokens »).
HONEYPOT = "precision_2"
HOUR = timedelta(hours=1)
REFERENCE_LENGTH = 8


def doubt(post: QueryDict) -> str:
    """Return why the form is asked once more, in words for a person, or an empty text."""
    if post.get(HONEYPOT):
        return _("Read your answers once more, then press the button again.")
    return ""


def check_limits(request: HttpRequest, contact: dict[str, Any]) -> None:
    """Count this attempt; raises TooManyRequests when too many came from the address or the contact."""
    conf = get_conf()
    address = request.META.get("REMOTE_ADDR", "")
    limits = [Limit("equipment.address", address, conf["REQUESTS_PER_ADDRESS_PER_HOUR"])]
    reaches = {contact.get("email", "").lower(), contact.get("phone", "")} - {""}
    per_contact = conf["REQUESTS_PER_CONTACT_PER_HOUR"]
    limits += [Limit("equipment.contact", reach, per_contact) for reach in reaches]
    check_all(limits, HOUR)


def reference_from(form_key: str, contact: dict[str, Any]) -> str:
    """Return the reference of what a form drawn with `form_key` writes: two presses write one row.

    Tied to who typed it, so that knowing the key of a form opens nothing.
    """
    who = "\n".join([form_key, *(contact.get(name) or "" for name in ("contact_name", "phone", "email"))])
    number = int.from_bytes(salted_hmac("equipment.form", who, algorithm="sha256").digest()[:8], "big")
    signs = []
    for _sign in range(REFERENCE_LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[rest])
    return "".join(signs)


def slow_down(request: HttpRequest, limit: TooManyRequests) -> HttpResponse:
    """Answer 429 with a sentence, and when to come back."""
    message = _("Too many requests came from you. Wait a little, or call us.")
    response = render(request, "equipment/public/refused.html", {"message": message}, status=429)
    response["Retry-After"] = str(limit.retry_after)
    return response
