"""The e-mail of an invitation, made at the moment it leaves: its link is fresh."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from maillage.outbox.renderers import EmailContent

from .links import invitation_url
from .models import Invitation


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
