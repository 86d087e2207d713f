"""The place of invitations in the menu « Réseau »."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from .admin_views import PERMISSION, InvitationsView, RevokeInvitationView

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.urls import URLPattern


class InvitationsMenuItem(MenuItem):
    """Shown to those who may invite."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Ask the permission."""
        return bool(request.user.has_perm(PERMISSION))


class InvitationViewSet(ViewSet):
    """Inviting a colleague, and taking an invitation back."""

    name = "invitations"
    icon = "user"
    menu_label = _("Invitations")
    menu_item_class = InvitationsMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the two addresses."""
        return [
            path("", InvitationsView.as_view(), name="index"),
            path("<int:pk>/revoke/", RevokeInvitationView.as_view(), name="revoke"),
        ]
