"""The links that open one registration: made when they are shown or sent, never stored."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404
from django.urls import reverse

from maillage.bookings.models import Registration
from maillage.privacy.links import BadLink, sign, unsign

PURPOSE = "registration"


class LinkOpensNothing(Http404):
    """A personal link that was badly copied, replaced by a newer one, or whose person was erased."""


def registration_token(registration: Registration) -> str:
    """Return the signed token of `registration`, good until its link counter is raised."""
    return sign(PURPOSE, registration.public_id.hex, registration.link_counter)


def registration_path(registration: Registration) -> str:
    """Return the path of the person's own page."""
    return reverse("bookings:registration", args=[registration_token(registration)])


def absolute(path: str) -> str:
    """Return `path` with the site's address before it, as an e-mail needs."""
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}"


def registration_from_token(token: str) -> Registration:
    """Return the registration that `token` opens.

    Raises:
        LinkOpensNothing: it is bad, revoked or erased; which of them is told to nobody.
    """
    try:
        public_id, counter = unsign(PURPOSE, token)
    except BadLink as error:
        raise LinkOpensNothing from error
    found = Registration.objects.select_related("organization", "organization__page").filter(
        public_id=public_id, link_counter=counter, anonymized_at=None
    )
    registration = found.first()
    if registration is None:
        raise LinkOpensNothing
    return registration
