"""The log of who looked at lists of people, in the admin: read by the network's team, changed by nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.admin import display
from django.contrib.admin.filters import AllValuesFieldListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import BadRequest
from django.urls import re_path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import IndexView

from .access import access_labels
from .models import AccessRecord

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.contrib.auth.base_user import AbstractBaseUser
    from django.db.models import QuerySet
    from django.http import HttpRequest


class AccessPermissionHelper(PermissionHelper):
    """Reading with the permission « view »; nobody adds, edits or deletes a row, not even a superuser."""

    def user_can_list(self, user: AbstractBaseUser) -> bool:
        """Whether the log is in the user's menu."""
        return self.user_has_specific_permission(user, "view_accessrecord")

    def user_can_create(self, user: AbstractBaseUser) -> bool:
        """Nobody."""
        return False

    def user_can_edit_obj(self, user: AbstractBaseUser, obj: AccessRecord) -> bool:
        """Nobody."""
        return False

    def user_can_delete_obj(self, user: AbstractBaseUser, obj: AccessRecord) -> bool:
        """Nobody."""
        return False


class WhatFilter(AllValuesFieldListFilter):
    """Offers the lists by the name that people read."""

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        """Yield what the filter shows."""
        labels = access_labels()
        for choice in super().choices(changelist):
            yield {**choice, "display": labels.get(choice["display"], choice["display"])}


class LedgerIndexView(IndexView):
    """The list of a log, with no other filter than those it shows."""

    def get_filters(self, request: HttpRequest) -> Any:
        """Refuse a lookup that no filter offers: it could feel its way to what nobody may read."""
        specs, has_specs, other_lookups, distinct = super().get_filters(request)
        if other_lookups:
            raise IncorrectLookupParameters
        return specs, has_specs, other_lookups, distinct

    def get_queryset(self, request: HttpRequest | None = None) -> QuerySet[Any]:
        """Answer 400 to a filter that has no sense."""
        try:
            return super().get_queryset(request)
        except IncorrectLookupParameters as error:
            raise BadRequest from error


class AccessLedger(ModelAdmin):
    """« Consultations »: who looked at which list, how many people it held, whether it left as a file."""

    model = AccessRecord
    base_url_path = "consultations"
    menu_label = _("Looks at lists")
    menu_icon = "view"
    menu_order = 810
    list_display = ("at", "user", "what_in_words", "reference", "rows", "as_file")
    list_filter = ("exported", ("what", WhatFilter))
    list_select_related = ("user",)
    list_per_page = 50
    search_fields = ("reference", "user__email")
    inspect_view_enabled = False
    history_view_enabled = False
    index_view_class = LedgerIndexView
    permission_helper_class = AccessPermissionHelper

    @display(description=_("which list"), ordering="what")
    def what_in_words(self, record: AccessRecord) -> str:
        """Show the list as people call it."""
        return str(access_labels().get(record.what, record.what))

    @display(description=_("taken away as a file"), ordering="exported")
    def as_file(self, record: AccessRecord) -> str:
        """Say it in a word: the sign that stands for it belongs to another admin."""
        return gettext("Yes") if record.exported else gettext("No")

    def get_admin_urls_for_registration(self) -> tuple[Any, ...]:
        """Return the list alone: a ledger has no form."""
        helper = self.url_helper
        pattern = helper.get_action_url_pattern("index")
        return (re_path(pattern, self.index_view, name=helper.get_action_url_name("index")),)

    def register_indexing(self) -> None:
        """Stay out of Wagtail's reference index: no page refers to a record."""
