"""Entries of the menu « Réparations » that lead to a screen of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

if TYPE_CHECKING:
    from django.http import HttpRequest


class ScreenEntry(ViewSet):
    """An entry that is shown to those who may open its screen."""

    url_name = ""
    permission = ""

    @cached_property
    def menu_url(self) -> str:
        """The address of the screen."""
        return reverse(self.url_name)

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        """An item that asks for the permission."""
        permission = self.permission

        def is_shown(_self: Any, request: HttpRequest) -> bool:
            return bool(request.user.has_perm(permission))

        return type(f"{type(self).__name__}MenuItem", (MenuItem,), {"is_shown": is_shown})


class DepositsEntry(ScreenEntry):
    """« Objets qui attendent »."""

    menu_label = _("Objects that wait for their owner")
    name = "repair_deposits"
    icon = "time"
    url_name = "repair_bench:deposits"
    permission = "repair.run_repair_day"


class EmbedEntry(ScreenEntry):
    """« Bloc à copier »."""

    menu_label = _("Block for another website")
    name = "repair_embed"
    icon = "code"
    url_name = "repair_embed_code"
    permission = "repair.view_repairrecord"
