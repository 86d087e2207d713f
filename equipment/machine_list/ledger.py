"""The ledger of the machines in the admin: read, taken away as a table, changed by nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.admin import display
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import BadRequest
from django.urls import re_path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import IndexView

from equipment.card.formats import format_code, format_reason
from equipment.machine_list.spreadsheets import SafeSpreadsheetMixin
from equipment.models import LedgerEntry
from maillage.places.permissions import scope_to_user

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.utils.safestring import SafeString


class LedgerPermissionHelper(PermissionHelper):
    """Reading with the permission « view »; nobody adds, edits or deletes a row, not even a superuser."""

    def user_can_list(self, user: AbstractBaseUser) -> bool:
        """Whether the ledger is in the user's menu."""
        return self.user_has_specific_permission(user, "view_ledgerentry")

    def user_can_create(self, user: AbstractBaseUser) -> bool:
        """Nobody."""
        return False

    def user_can_edit_obj(self, user: AbstractBaseUser, obj: LedgerEntry) -> bool:
        """Nobody."""
        return False

    def user_can_delete_obj(self, user: AbstractBaseUser, obj: LedgerEntry) -> bool:
        """Nobody."""
        return False


class MachineLedgerView(SafeSpreadsheetMixin, IndexView):
    """The entries of one's own machines, with no other filter than those it shows."""

    def get_filters(self, request: HttpRequest) -> Any:
        """Refuse a lookup that no filter offers."""
        specs, has_specs, other_lookups, distinct = super().get_filters(request)
        if other_lookups:
            raise IncorrectLookupParameters
        return specs, has_specs, other_lookups, distinct

    def get_queryset(self, request: HttpRequest | None = None) -> QuerySet[Any]:
        """Keep to the user's organisations; answer 400 to a filter that has no sense."""
        request = request or self.request
        try:
            return scope_to_user(super().get_queryset(request), request.user)
        except IncorrectLookupParameters as error:
            raise BadRequest from error


class MachineLedger(ModelAdmin):
    """« Registre des machines »."""

    model = LedgerEntry
    base_url_path = "registre-des-machines"
    menu_label = pgettext_lazy("menu", "Ledger")
    menu_icon = "list-ol"
    menu_order = 166
    list_display = ("at", "tag", "what", "to_step", "to_custody", "to_data", "situation", "why", "price")
    list_filter = ("to_step", "to_custody", "to_data", "situation")
    list_select_related = ("machine",)
    list_per_page = 50
    list_export = (
        *("at", "machine", "sequence", "code", "from_step", "from_custody", "from_data"),
        *("to_step", "to_custody", "to_data", "situation", "reason", "price_cents"),
    )
    export_filename = "registre-des-machines"
    search_fields = ("machine__tag",)
    inspect_view_enabled = False
    history_view_enabled = False
    index_view_class = MachineLedgerView
    permission_helper_class = LedgerPermissionHelper

    @display(description=_("Machine"), ordering="machine__tag")
    def tag(self, entry: LedgerEntry) -> SafeString:
        """Lead to the card."""
        address = reverse("equipment_workshop:machine", args=[entry.machine.tag])
        return format_html('<a href="{}">{}</a>', address, entry.machine.spoken_tag)

    @display(description=_("what was done"), ordering="code")
    def what(self, entry: LedgerEntry) -> str:
        """Say the code in words."""
        return format_code(entry.code)

    @display(description=_("reason"))
    def why(self, entry: LedgerEntry) -> str:
        """Say why it came back."""
        return format_reason(entry.reason)

    @display(description=_("Price in euros"), ordering="price_cents")
    def price(self, entry: LedgerEntry) -> str:
        """Show the price, nothing when none was asked."""
        return "" if entry.price_cents is None else f"{entry.price_cents / 100:.2f}".replace(".", ",")

    def get_admin_urls_for_registration(self) -> tuple[Any, ...]:
        """Return the list alone: a ledger has no form."""
        helper = self.url_helper
        pattern = helper.get_action_url_pattern("index")
        return (re_path(pattern, self.index_view, name=helper.get_action_url_name("index")),)

    def register_indexing(self) -> None:
        """Stay out of Wagtail's reference index: no page refers to an entry."""
