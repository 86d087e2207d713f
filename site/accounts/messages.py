"""The e-mails of accounts, made at the moment they leave: their links are fresh."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.errors import InvitationNotValid
from accounts.models import Invitation, User
from accounts.models.invitation import VALIDITY
from maillage.outbox.renderers import EmailContent, labelled
from maillage.privacy.links import BadLink, sign, unsign

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


SECONDS_IN_A_DAY = 24 * 3600


@labelled(gettext_lazy("Invitation"))
def render_invitation(params: dict[str, Any]) -> EmailContent | None:
    """Return the e-mail for the invitation `params["invitation"]`; None once it can't be accepted."""
    open_ones = Invitation.objects.open().select_related("organization", "invited_by")
    invitation = open_ones.filter(pk=params["invitation"]).first()
    if invitation is None:
        return None
    context = {"invitation": invitation, "url": invitation_url(invitation)}
    return EmailContent(
        to=invitation.email,
        subject=_("%(organization)s invites you") % {"organization": invitation.organization.name},
        text=render_to_string("accounts/mail/invitation.txt", context),
    )


@labelled(gettext_lazy("Link to choose a new password"))
def render_password_link(params: dict[str, Any]) -> EmailContent | None:
    """Return the e-mail for the account `params["user"]`; None when there is none that can sign in."""
    user = User.objects.filter(pk=params["user"], is_active=True).first()
    if user is None or not user.has_usable_password():
        return None
    context = {
        "site_name": settings.WAGTAIL_SITE_NAME,
        "url": password_url(user),
        "days": settings.PASSWORD_RESET_TIMEOUT // SECONDS_IN_A_DAY,
    }
    return EmailContent(
        to=user.email,
        subject=_("Choose a new password"),
        text=render_to_string("accounts/mail/password.txt", context),
    )
