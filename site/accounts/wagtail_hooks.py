"""What accounts hang on Wagtail and on the kernel. Each hook only wires."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Permission
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from accounts.admin import PERMISSION, InvitationViewSet
from accounts.messages import render_invitation, render_password_link
from accounts.personal_data import invitations
from accounts.services import KIND, PASSWORD_KIND

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from wagtail.log_actions import LogActionRegistry

    from maillage.outbox.renderers import Renderer
    from maillage.privacy.registry import PersonalData


@hooks.register("register_network_viewsets")
def register_network_viewsets() -> list[Any]:
    """Add the invitations to the menu of the network."""
    return [InvitationViewSet]


@hooks.register("register_editor_permissions")
def register_editor_permissions() -> list[str]:
    """Let an organisation's editors invite their colleagues."""
    return [PERMISSION]


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    """Offer this permission on the screen of a group."""
    return Permission.objects.filter(content_type__app_label="accounts", codename="add_invitation")


@hooks.register("register_message_renderers")
def register_message_renderers() -> dict[str, Renderer]:
    """Make the e-mails of accounts."""
    return {KIND: render_invitation, PASSWORD_KIND: render_password_link}


@hooks.register("register_personal_data")
def register_personal_data() -> PersonalData:
    """Say what is kept about people who are invited."""
    return invitations()


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    """Name what happens to an invitation."""
    actions.register_action("accounts.invite", _("Invite"), _("Invitation sent"))
    actions.register_action("accounts.revoke", _("Take an invitation back"), _("Invitation taken back"))
    actions.register_action("accounts.accept", _("Accept an invitation"), _("Invitation accepted"))
