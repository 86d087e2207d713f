"""Inviting somebody to work for an association, accepting, and finding the way back in."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from maillage.outbox.services import cancel, enqueue
from maillage.privacy.throttle import hit

from .conf import get_conf
from .errors import AlreadyEditor, InvitationNotValid, NoGroup, TooManyInvitations
from .models import Invitation, User
from .models.invitation import VALIDITY

if TYPE_CHECKING:
    from maillage.places.models import Organization

KIND = "accounts.invitation"
PASSWORD_KIND = "accounts.password"  # noqa: S105 - the name of a kind of message
HOUR = timedelta(hours=1)


def invite_editor(*, email: str, organization: Organization, invited_by: User | None = None) -> Invitation:
    """Invite the person at `email` to edit for `organization`, and return the invitation.

    The e-mail leaves by the outbox. Inviting the same address again renews: the time starts anew,
    a new link leaves and the former one dies. Raises `AlreadyEditor` when the person is in the
    group, `NoGroup` when there is no group to join, `TooManyInvitations` when `invited_by` has
    reached the hour's limit (refused invitations count: they tell who has an account).
    """
    most = get_conf()["INVITATIONS_PER_USER_PER_HOUR"]
    # Counted before the transaction, which a refusal undoes.
    if invited_by and not hit("invitation", str(invited_by.pk), most, HOUR):
        raise TooManyInvitations
    return _invite(email.strip().lower(), organization, invited_by)


@transaction.atomic
def _invite(email: str, organization: Organization, invited_by: User | None) -> Invitation:
    if organization.group is None:
        raise NoGroup
    if organization.group.user_set.filter(email=email).exists():
        raise AlreadyEditor
    pending = Invitation.objects.select_for_update().pending()
    invitation = pending.filter(organization=organization, email=email).first()
    if invitation is None:
        invitation = Invitation(organization=organization, email=email)
    else:
        cancel(_message_key(invitation))
        invitation.link_counter += 1
    invitation.invited_by = invited_by
    invitation.expires_at = timezone.now() + VALIDITY
    invitation.save()
    enqueue(
        kind=KIND,
        params={"invitation": invitation.pk},
        key=_message_key(invitation),
        subject_reference=str(invitation),
        organization=organization,
    )
    log(instance=invitation, action="accounts.invite", user=invited_by)
    return invitation


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, user: User | None = None) -> None:
    """Take `invitation` back: its link dies and its e-mail, if it waits, does not leave.

    Raises `InvitationNotValid` when it was accepted or taken back before.
    """
    if not Invitation.objects.pending().filter(pk=invitation.pk).update(revoked_at=timezone.now()):
        raise InvitationNotValid
    cancel(_message_key(invitation))
    log(instance=invitation, action="accounts.revoke", user=user)


@transaction.atomic
def accept_invitation(
    invitation: Invitation, *, first_name: str = "", last_name: str = "", password: str | None = None
) -> tuple[User, bool]:
    """Let the invited person in, once; return their account and whether it is new.

    An account that the address has already joins the group and keeps its name and password;
    otherwise one is made with what is given here. Raises `InvitationNotValid` when somebody was
    quicker, when it was taken back, renewed, or its time is over.
    """
    mine = Invitation.objects.open().filter(pk=invitation.pk, link_counter=invitation.link_counter)
    # One conditional UPDATE: of two that race, the second finds no row.
    if not mine.update(accepted_at=timezone.now()):
        raise InvitationNotValid
    if invitation.organization.group is None:
        raise NoGroup
    user = User.objects.filter(email=invitation.email).first()
    is_new = user is None
    if user is None:
        user = User.objects.create_user(
            invitation.email, password, first_name=first_name, last_name=last_name
        )
    user.groups.add(invitation.organization.group)
    log(instance=invitation, action="accounts.accept", user=user)
    return user, is_new


def send_password_link(email: str) -> None:
    """Send a link to choose a new password to the account at `email`, if there is one.

    An unknown address costs the same: its message is written too, and cancelled when it would leave.
    """
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    enqueue(
        kind=PASSWORD_KIND, params={"user": user.pk if user else None}, key=f"password:{uuid.uuid4().hex}"
    )


def _message_key(invitation: Invitation) -> str:
    return f"invitation:{invitation.pk}:{invitation.link_counter}"
