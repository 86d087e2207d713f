"""« Annuler » for a gesture on several machines: what it takes back is shown first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from equipment.models import LedgerEntry
from equipment.services.series import undo_series
from equipment.workshop.shelf_views import say_put_back
from maillage.places.permissions import scope_to_user

from .undo_screen import UndoScreen

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

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


class UndoSeriesView(UndoScreen):
    """The machines of one gesture, and the button that takes it back."""

    def find(self, request: HttpRequest, **kwargs: Any) -> None:
        """Raise Http404 for a series of another organisation."""
        if not self.entries(kwargs["series"]).exists():
            raise Http404

    def entries(self, key: UUID) -> QuerySet[LedgerEntry]:
        """Return what the gesture wrote in the user's organisations."""
        written = LedgerEntry.objects.filter(series=key).exclude(code="undo").select_related("machine")
        return scope_to_user(written, self.request.user).order_by("machine__tag")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the machines of the gesture."""
        machines = [entry.machine for entry in self.entries(self.kwargs["series"])]
        explanation = _("These machines go back where they were before this gesture.")
        return super().get_context_data(machines=machines, explanation=explanation, **kwargs)

    def post(self, request: HttpRequest, series: UUID) -> HttpResponse:
        """Take back what can be, and say why the rest stays."""
        undone = undo_series(series, by=request.user)  # type: ignore[arg-type]
        say_refused(request, undone.refused)
        say_put_back(request, len(undone.done))
        return redirect("equipment_machines:index")
