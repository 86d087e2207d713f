"""« Annuler » for a gesture on several machines: what it takes back is shown first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from equipment.models import LedgerEntry
from equipment.services.series import undo_series
from equipment.workshop.access import MAY_WORK
from maillage.places.permissions import scope_to_user

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase


@method_decorator(require_admin_access, name="dispatch")
class UndoSeriesView(WagtailAdminTemplateMixin, TemplateView):
    """The machines of one gesture, and the button that takes it back."""

    template_name = "equipment/machines/undo_series.html"
    page_title = _("Undo the whole series")
    header_icon = "undo"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Add the title, which the screen shows at its head."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask for the role; a series of another organisation answers 404."""
        if not request.user.has_perm(MAY_WORK):
            raise PermissionDenied
        if not self.entries(kwargs["series"]).exists():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def entries(self, key: UUID) -> QuerySet[LedgerEntry]:
        """Return what the gesture wrote in the user's organisations."""
        written = LedgerEntry.objects.filter(series=key).exclude(code="undo").select_related("machine")
        return scope_to_user(written, self.request.user).order_by("machine__tag")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the entries."""
        return super().get_context_data(entries=self.entries(self.kwargs["series"]), **kwargs)

    def post(self, request: HttpRequest, series: UUID) -> HttpResponse:
        """Take back what can be, and say why the rest stays."""
        undone = undo_series(series, by=request.user)  # type: ignore[arg-type]
        for machine, why in undone.refused:
            messages.warning(request, f"{machine.spoken_tag} – {why}")
        count = len(undone.done)
        said = ngettext(
            "One machine is back where it was.", "%(count)d machines are back where they were.", count
        )
        messages.success(request, said % {"count": count})
        return redirect("equipment_machines:index")
