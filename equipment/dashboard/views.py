"""The dashboard, and its short form on the admin's first page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.auth import require_admin_access
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from equipment.workshop.access import MAY_WORK

from .counts import count_by_step, count_in_doubt, count_leaving, count_ready, count_recycled, doubtful_disks

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

MOST_DISKS = 20


@method_decorator(require_admin_access, name="dispatch")
class DashboardView(WagtailAdminTemplateMixin, TemplateView):
    """« Atelier »: one screen, no name of anybody."""

    template_name = "equipment/dashboard/dashboard.html"
    page_title = _("Workshop")
    header_icon = "desktop"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Add the title, which the screen shows at its head."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask for the role before anything is counted."""
        if not request.user.has_perm(MAY_WORK):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Count everything."""
        user, year = self.request.user, timezone.localdate().year
        leaving = count_leaving(user, year)
        to_check, to_call_back = count_in_doubt(user)
        return super().get_context_data(
            steps=count_by_step(user),
            ready=count_ready(user),
            disks=doubtful_disks(user)[:MOST_DISKS],
            to_check=to_check,
            to_call_back=to_call_back,
            leaving=leaving,
            left=sum(row.total for row in leaving),
            recycled=count_recycled(user, year),
            year=year,
            **kwargs,
        )


class WorkshopPanel(Component):
    """« L’atelier » on the admin's first page."""

    name = "equipment_workshop"
    order = 130
    template_name = "equipment/dashboard/panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return the four numbers that call for somebody."""
        user = parent_context["request"].user
        steps = count_by_step(user)
        return {
            "at_hand": sum(step.total for step in steps),
            "too_long": sum(step.too_long for step in steps),
            "to_check": count_in_doubt(user)[0],
            "ready": sum(number for _kind, number in count_ready(user)),
        }
