"""The log of who looked at lists of people, and the register of processing, in the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.admin import display
from django.contrib.admin.filters import AllValuesFieldListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import BadRequest
from django.urls import path, re_path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import IndexView

from maillage.privacy.access import access_labels
from maillage.privacy.models import AccessRecord
from maillage.privacy.registry import controllers, entries, processors, protections

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


class RegisterView(WagtailAdminTemplateMixin, TemplateView):
    """The register, for everybody who works here: it names nobody whose data are kept."""

    template_name = "privacy/admin/register.html"
    page_title = _("Register of processing")
    header_icon = "doc-full"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Name the screen at its top."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the plugins and the settings say today."""
        return super().get_context_data(
            controllers=controllers(),
            entries=entries(),
            processors=processors(),
            protections=protections(),
            **kwargs,
        )


class RegisterViewSet(ViewSet):
    """One page."""

    name = "privacy_register"
    url_prefix = "privacy-register"
    menu_label = _("Register of processing")
    icon = "doc-full"

    def get_urlpatterns(self) -> list[Any]:
        """Mount the page."""
        return [path("", self.construct_view(RegisterView), name="index")]
