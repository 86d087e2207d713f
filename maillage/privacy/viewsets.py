"""« Registre RGPD », in the menu « Réseau »: to read, and to print."""

from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from .register import controllers, entries, processors, protections


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
