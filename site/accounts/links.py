"""The links of invitations and of forgotten passwords: made when they are sent, never stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from maillage.privacy.links import BadLink, sign, unsign

from .errors import InvitationNotValid
from .models import Invitation
from .models.invitation import VALIDITY

if TYPE_CHECKING:
    from .models import User

PURPOSE = "accounts.invitation"


def invitation_url(invitation: Invitation) -> str:
    """Return the full address at which `invitation` is accepted; anybody who has it may accept."""
    token = sign(PURPOSE, invitation.public_id.hex, invitation.link_counter)
    return _absolute(reverse("accounts:invitation", args=[token]))


def invitation_from_token(token: str) -> Invitation:
    """Return the invitation that `token` opens today; raises `InvitationNotValid` for any other."""
    try:
        public_id, counter = unsign(PURPOSE, token, max_age=VALIDITY)
    except BadLink as error:
        raise InvitationNotValid from error
    found = Invitation.objects.open().filter(public_id=public_id, link_counter=counter)
    invitation = found.select_related("organization", "invited_by").first()
    if invitation is None:
        raise InvitationNotValid
    return invitation


def password_url(user: User) -> str:
    """Return the full address at which `user` chooses a new password: good once, and for a time.

    Django's own token: it dies with the password, the last sign-in and the address it was made from.
    """
    parts = [urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)]
    return _absolute(reverse("wagtailadmin_password_reset_confirm", args=parts))


def _absolute(path: str) -> str:
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}"
