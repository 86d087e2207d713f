"""« Annuler » for machines put on a shelf from the list: the session remembers the last time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from equipment.models import Machine, Shelf
from equipment.services.shelves import put_back
from equipment.workshop.shelf_views import say_put_back
from maillage.places.permissions import scope_to_user

from .undo_screen import UndoScreen

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


class UndoShelfView(UndoScreen):
    """The machines that were put away together, and the button that puts them back."""

    def find(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase | None:
        """Read the last time of this session: any other is no longer known."""
        kept = request.session.get(KEY, {})
        shelf = scope_to_user(Shelf.objects.all(), request.user).filter(pk=kept.get("shelf")).first()
        if shelf is None or kept["mark"] != str(kwargs["series"]):
            messages.warning(request, _("Only the last time that you put machines on a shelf can be undone."))
            return redirect("equipment_machines:index")
        self.shelf, self.moved = shelf, kept["moved"]
        return None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the machines that are still there."""
        keys = [key for key, _before in self.moved]
        there = Machine.objects.filter(pk__in=keys, shelf=self.shelf).order_by("tag")
        leave = _("These machines leave the shelf “%(name)s” and go back where they were.")
        explanation = leave % {"name": self.shelf.name}
        return super().get_context_data(machines=there, explanation=explanation, **kwargs)

    def post(self, request: HttpRequest, series: UUID) -> HttpResponse:
        """Put back what nobody moved since."""
        say_put_back(request, put_back(self.shelf, self.moved))
        del request.session[KEY]
        return redirect("equipment_machines:index")
