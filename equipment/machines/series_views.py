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
from equipment.workshop.shelf_views import say_put_back
from maillage.places.permissions import scope_to_user

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from equipment.models import Machine


MOST_NAMED = 20


def say_refused(request: HttpRequest, refused: list[tuple[Machine, str]]) -> None:
    """Name the machines that were refused, each with its reason; count those beyond `MOST_NAMED`."""
    for machine, why in refused[:MOST_NAMED]:
        messages.warning(request, f"{machine.spoken_tag} – {why}")
    others = len(refused) - MOST_NAMED
    if others > 0:
        said = ngettext("One other was refused too.", "%(count)d others were refused too.", others)
        messages.warning(request, said % {"count": others})


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
        say_refused(request, undone.refused)
        say_put_back(request, len(undone.done))
        return redirect("equipment_machines:index")
