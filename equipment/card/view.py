"""What a machine's QR code opens: a public card for anyone, the workshop's card for those who work on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.cache import add_never_cache_headers
from django.views.generic import TemplateView

from equipment.card.access import find_machine, works_on
from equipment.card.actions import NoteForm, PhotoForm
from equipment.card.formats import format_code, format_reason
from equipment.card.moves import kept_for, moves_of
from equipment.card.shelves import current_round
from equipment.card.typed import AheadForm
from equipment.conditions import doubts_of, on_shelves, parts_of, shown_storage, with_slips
from equipment.models import Component, ComponentKind, DataProof, Machine, ProofKind
from equipment.services.by_hand import POCKET
from equipment.services.components import parts_in
from equipment.services.ledger import DATA
from equipment.services.transitions import steps_ahead, why_not_undone
from equipment.states import CLEAN, GONE, Grade
from equipment.transitions import Role

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from equipment.models import LedgerEntry

LINES = 20


@dataclass(frozen=True)
class Disk:
    """A disk in the machine, and the last finding about it."""

    component: Component
    proof: DataProof | None

    @property
    def is_proved(self) -> bool:
        """Whether the machine may leave with it."""
        return self.proof is not None and self.proof.proves

    @property
    def is_in_doubt(self) -> bool:
        """Whether somebody in charge has a reservation to accept."""
        return self.proof is not None and self.proof.kind == ProofKind.RESERVE

    @property
    def may_be_a_slip(self) -> bool:
        """Whether somebody in charge may withdraw what was said last."""
        return self.proof is not None and self.proof.may_be_withdrawn


@dataclass(frozen=True)
class Line:
    """An entry of the ledger, in words."""

    entry: LedgerEntry

    @property
    def what(self) -> str:
        """What was done; of a finding about data, what was found."""
        if self.entry.code == DATA:
            return f"{format_code(DATA)} – {self.entry.get_to_data_display()}"
        return format_code(self.entry.code)

    @property
    def reason(self) -> str:
        """Why it came back, when it did."""
        return format_reason(self.entry.reason)


def card_data(machine: Machine) -> dict[str, Any]:
    """Return the disks, the other parts, the papers, the ledger and what can be taken back; 9 queries."""
    ever = machine.component_moves.values("component")
    parts = list(parts_in(machine).filter(pk__in=ever))
    disks = [part for part in parts if part.kind == ComponentKind.STORAGE]
    last = {
        proof.component_id: proof
        for proof in DataProof.objects.filter(component__in=disks).select_related("evidence").order_by("pk")
    }
    entries = machine.entries.select_related("details__actor").order_by("-sequence")
    lines = [Line(entry) for entry in entries[:LINES]]
    newest = lines[0].entry if lines else None
    return {
        "doubts": doubts_of(machine),
        "shows_storage": not disks and shown_storage(machine).exists(),
        "disks": [Disk(disk, last.get(disk.pk)) for disk in disks],
        "loose": with_slips(on_shelves(parts_of([machine])))
        .filter(kind=ComponentKind.STORAGE)
        .order_by("pk"),
        "parts": [part for part in parts if part.kind != ComponentKind.STORAGE],
        "lines": lines,
        "undone": lines[0] if newest and not why_not_undone(machine, newest) else None,
        "photos": machine.photos.select_related("image").prefetch_related("image__renditions"),
        "serials": machine.serials.all(),
        "slips": newest and newest.recycling_slips.all(),
        "hand_over": machine.hand_overs.first(),
        "loan": machine.loans.first(),
    }


def address_or_nothing(name: str, *args: Any) -> str:
    """Return the address of a screen, nothing when no such screen is mounted on this site."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


PICTURE = "width-800"


class CardView(TemplateView):
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
