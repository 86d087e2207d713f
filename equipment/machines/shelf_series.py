"""« Annuler » for machines put on a shelf from the list: the session remembers the last time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from equipment.models import Machine, Shelf
from equipment.services.shelves import put_back
from equipment.workshop.access import MAY_WORK
from equipment.workshop.shelf_views import say_put_back
from maillage.places.permissions import scope_to_user

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from equipment.services.shelves import Moved

KEY = "equipment_put_away"


def remember(request: HttpRequest, shelf: Shelf, moved: Sequence[Moved]) -> UUID:
    """Keep what was just put on `shelf`; return the mark that takes it back."""
    mark = uuid4()
    request.session[KEY] = {"mark": str(mark), "shelf": shelf.pk, "moved": list(moved)}
    return mark


@method_decorator(require_admin_access, name="dispatch")
class UndoShelfView(WagtailAdminTemplateMixin, TemplateView):
    """The machines that were put away together, and the button that puts them back."""

    template_name = "equipment/machines/undo_shelf.html"
    page_title = gettext_lazy("Undo the whole series")
    header_icon = "undo"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask for the role; what is not the last time of this session is no longer known."""
        if not request.user.has_perm(MAY_WORK):
            raise PermissionDenied
        kept = request.session.get(KEY, {})
        shelf = scope_to_user(Shelf.objects.all(), request.user).filter(pk=kept.get("shelf")).first()
        if shelf is None or kept["mark"] != str(kwargs["series"]):
            messages.warning(request, _("Only the last time that you put machines on a shelf can be undone."))
            return redirect("equipment_machines:index")
        self.shelf, self.moved = shelf, kept["moved"]
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Add the title, which the screen shows at its head."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the machines that are still there."""
        keys = [key for key, _before in self.moved]
        there = Machine.objects.filter(pk__in=keys, shelf=self.shelf).order_by("tag")
        return super().get_context_data(machines=there, shelf=self.shelf, **kwargs)

    def post(self, request: HttpRequest, series: UUID) -> HttpResponse:
        """Put back what nobody moved since."""
        say_put_back(request, put_back(self.shelf, self.moved))
        del request.session[KEY]
        return redirect("equipment_machines:index")
