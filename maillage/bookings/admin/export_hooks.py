"""What the exports and the figures hang on Wagtail and on the kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from maillage.bookings.exports.choice import tables_for

from .export_views import ExportView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

    from maillage.figures.providers import FigureProvider


class ExportMenuItem(MenuItem):
    """Shown to whoever may take a table away."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Ask which tables they may."""
        return bool(tables_for(request.user))


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[Any]:
    """Mount the screen."""
    return [path("bookings/export/", ExportView.as_view(), name="bookings_export")]


@hooks.register("register_reports_menu_item")
def register_reports_menu_item() -> MenuItem:
    """Lead to it from « Rapports »."""
    return ExportMenuItem(
        _("Registrations and attendance"),
        reverse_lazy("bookings_export"),
        name="bookings-export",
        icon_name="download",
        order=100,
    )


@hooks.register("register_access_labels")
def register_access_labels() -> dict[str, str]:
    """Name the tables for the log of who took them away."""
    return {
        "bookings.export.registrations": _("Table of registrations"),
        "bookings.export.attendance": _("Table of attendance"),
        "bookings.export.counts": _("Table of counts, without names"),
    }


@hooks.register("register_figure_providers")
def register_figure_providers() -> Iterable[FigureProvider]:
    """Count dates and people for the key figures, where the site has these."""
    from maillage.bookings.figures import provider  # noqa: PLC0415 - the app of key figures may be absent

    return [provider()]
