"""What a machine's QR code opens: a public card for anyone, the workshop's card for those who work on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers
from django.views.generic import TemplateView

from equipment.axes import CLEAN, GONE, Grade
from equipment.models import Machine
from equipment.services.ahead import steps_ahead
from equipment.services.by_hand import POCKET
from equipment.transitions import Role

from .access import find_machine, works_on
from .card_data import address_or_nothing, card_data
from .moves import kept_for, moves_of
from .note_forms import NoteForm, PhotoForm
from .rounds import current_round
from .typed_forms import AheadForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PICTURE = "width-800"


class MachineView(TemplateView):
    """One address for everybody: what it shows depends on who looks."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead a joined tag to the other one, then draw the card."""
        machine = find_machine(kwargs["tag"])
        if machine.merged_into is not None:
            return redirect("equipment_workshop:machine", machine.merged_into.tag)
        at_work = works_on(request.user, machine)
        self.template_name = f"equipment/workshop/{'card' if at_work else 'public_card'}.html"
        context = self._work(machine) if at_work else self._public(machine)
        response = self.render_to_response(self.get_context_data(machine=machine, **context))
        if request.user.is_authenticated:
            add_never_cache_headers(response)
        return response

    def _public(self, machine: Machine) -> dict[str, Any]:
        photos = machine.photos.filter(is_public=True).select_related("image")
        return {
            "available": Machine.objects.available().filter(pk=machine.pk).exists(),
            "gone": machine.custody in GONE,
            "photos": photos.prefetch_related("image__renditions"),
            "stock_page": address_or_nothing("equipment_public:machine", machine.tag),
        }

    def _work(self, machine: Machine) -> dict[str, Any]:
        moves = moves_of(machine, self.request.user)
        return {
            **card_data(machine),
            "moves": [move for move in moves if not move.refusal],
            "refused": [move for move in moves if move.refusal],
            "kept_for": kept_for(machine),
            "is_here": machine.custody not in GONE,
            "may_accept": self.request.user.has_perm(Role.RESPONSIBLE),
            "round": current_round(self.request),
            **self._by_hand(machine),
            "note_form": NoteForm(instance=machine),
            "photo_form": PhotoForm(),
            "edit_page": address_or_nothing("equipment_machines:edit", machine.pk),
            "evidence_page": address_or_nothing("equipment_evidence:upload"),
            "papers_page": address_or_nothing("equipment_papers:machine", machine.tag),
        }

    def _by_hand(self, machine: Machine) -> dict[str, Any]:
        """Return what is offered to who types everything: the other steps at once, the memory inside."""
        steps = steps_ahead(machine)
        is_clean = machine.data_status in CLEAN and machine.grade != Grade.PARTS
        return {
            "ahead": steps if is_clean and len(steps) > 1 else [],
            "ahead_form": AheadForm(machine=machine),
            "is_pocket": machine.kind in POCKET,
        }
