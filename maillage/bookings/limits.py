"""How many registrations one address, one contact and one date may bring, counted in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from maillage.privacy.throttle import Limit, check
from maillage.web.form_protection import HOUR, check_form_limits

from .conf import get_conf

if TYPE_CHECKING:
    from django.http import HttpRequest

    from maillage.bookings.models import Session


# The files that come with one registration.
MOST_FILES = 3


def check_limits(request: HttpRequest, contact: dict[str, Any], session: Session | None = None) -> None:
    """Count this attempt; raises TooManyRequests when too many came from the address or the contact.

    With `session`, the date's own limit is counted too: a program that changes its address meets it.
    """
    conf = get_conf()
    of_the_date = conf["REGISTRATIONS_PER_DATE_PER_HOUR"]
    check_form_limits(
        request,
        contact,
        scope="registrations",
        per_address=conf["REGISTRATIONS_PER_ADDRESS_PER_HOUR"],
        per_contact=conf["REGISTRATIONS_PER_CONTACT_PER_HOUR"],
        others=[Limit("registrations.date", session.public_id, of_the_date)] if session is not None else [],
    )


def too_many_message() -> str:
    """Return the sentence for whom `check_limits()` holds back."""
    return _("Too many registrations came from you. Wait a little, or call us.")


def check_file_limit(request: HttpRequest) -> None:
    """Count one file sent by the API; raises TooManyRequests when the address sent too many."""
    address = request.META.get("REMOTE_ADDR", "")
    check("registrations.files", address, get_conf()["FILES_PER_ADDRESS_PER_HOUR"], HOUR)
