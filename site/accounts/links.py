"""The link of an invitation: made when it is sent, never stored."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from maillage.privacy.links import BadLink, sign, unsign

from .errors import InvitationNotValid
from .models import Invitation
from .models.invitation import VALIDITY

PURPOSE = "accounts.invitation"


def invitation_url(invitation: Invitation) -> str:
    """Return the full address at which `invitation` is accepted; anybody who has it may accept."""
    token = sign(PURPOSE, invitation.public_id.hex, invitation.link_counter)
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{reverse('accounts:invitation', args=[token])}"


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
