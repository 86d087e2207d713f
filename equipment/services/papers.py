"""The rows that a transition leaves beside its entry: a need served, a loan, a hand-over, a slip."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from equipment.models import LedgerEntry, Machine

if TYPE_CHECKING:
    from equipment.transitions import Transition


def write_papers(machine: Machine, row: Transition, entry: LedgerEntry, given: dict[str, Any]) -> None:
    """Write what goes with the transition, in its transaction."""
    if slip := given.get("slip"):
        slip.entries.add(entry)
