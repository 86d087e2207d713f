"""« Annuler » for several machines: they are shown first, and a button takes it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from equipment.workshop.access import MAY_WORK

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


@method_decorator(require_admin_access, name="dispatch")
class UndoScreen(WagtailAdminTemplateMixin, TemplateView):
    """The machines of one gesture. A view adds `machines` and `explanation`, and takes it back on POST."""

    template_name = "equipment/machines/undo.html"
    page_title = _("Undo the whole series")
    header_icon = "undo"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask for the role, then for what is to be taken back."""
        if not request.user.has_perm(MAY_WORK):
            raise PermissionDenied
        return self.find(request, **kwargs) or super().dispatch(request, *args, **kwargs)

    def find(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase | None:
        """Read what is to be taken back; return where to go instead, or raise Http404, when nothing is."""
        raise NotImplementedError

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Add the title, which the screen shows at its head."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]
