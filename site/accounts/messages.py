"""The e-mails of accounts, made at the moment they leave: their links are fresh."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.outbox.renderers import EmailContent, labelled

from .links import invitation_url, password_url
from .models import Invitation, User

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
