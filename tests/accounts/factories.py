"""Invitations, made by the service that the site uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.messages import invitation_url
from accounts.services import invite_editor

if TYPE_CHECKING:
    from accounts.models import Invitation
    from maillage.places.models import Organization

GOOD_PASSWORD = "trois petits chats"


def make_invitation(organization: Organization, email: str = "claude@maison.example") -> Invitation:
    """An invitation that can be accepted."""
    return invite_editor(email=email, organization=organization)


def path_of(invitation: Invitation) -> str:
    """The path that the e-mail of `invitation` leads to."""
    return "/" + invitation_url(invitation).split("/", 3)[3]


def answers(**changes: str) -> dict[str, str]:
    """What a newcomer types."""
    return {
        "first_name": "Claude",
        "last_name": "Martin",
        "password1": GOOD_PASSWORD,
        "password2": GOOD_PASSWORD,
        **changes,
    }
