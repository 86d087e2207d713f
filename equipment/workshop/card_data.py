"""What the card of a machine shows to those who work on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import NoReverseMatch, reverse

from equipment.doubts import doubts_of, shown_storage
from equipment.models import Component, ComponentKind, DataProof, ProofKind
from equipment.part_querysets import on_shelves, parts_of, with_slips
from equipment.services.components import parts_in
from equipment.services.projection import DATA
from equipment.services.transitions import why_not_undone

from .words import code_in_words, reason_in_words

if TYPE_CHECKING:
    from equipment.models import LedgerEntry, Machine

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
            return f"{code_in_words(DATA)} – {self.entry.get_to_data_display()}"
        return code_in_words(self.entry.code)

    @property
    def reason(self) -> str:
        """Why it came back, when it did."""
        return reason_in_words(self.entry.reason)


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
