"""Inviting somebody to work for an association, and accepting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from maillage.outbox.services import cancel, enqueue

from .errors import AlreadyEditor, InvitationNotValid, NoGroup
from .models import Invitation, User
from .models.invitation import VALIDITY

if TYPE_CHECKING:
    from maillage.places.models import Organization

KIND = "accounts.invitation"


@transaction.atomic
def invite_editor(*, email: str, organization: Organization, invited_by: User | None = None) -> Invitation:
    """Invite the person at `email` to edit for `organization`, and return the invitation.

    The e-mail leaves by the outbox. Inviting the same address again renews: the time starts anew,
    a new link leaves and the former one dies. Raises `AlreadyEditor` when the person is in the
    group, `NoGroup` when there is no group to join.
    """
    email = email.strip().lower()
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


def _message_key(invitation: Invitation) -> str:
    return f"invitation:{invitation.pk}:{invitation.link_counter}"
