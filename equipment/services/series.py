"""The same gesture on many machines: each is done or refused for its own reason; one « annuler » for all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.db import transaction

from equipment.errors import EquipmentError
from equipment.models import LedgerEntry

from .transitions import apply, undo

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.base_user import AbstractBaseUser

    from equipment.models import Machine


@dataclass
class Series:
    """What became of each machine: its entry, or the sentence that says why not."""

    key: UUID
    done: list[LedgerEntry] = field(default_factory=list)
    refused: list[tuple[Machine, str]] = field(default_factory=list)


@transaction.atomic
def apply_to_many(
    machines: Iterable[Machine], code: str, *, by: AbstractBaseUser | None, **given: Any
) -> Series:
    """Apply a transition to each machine, always in the same order; what is refused stops nothing."""
    series = Series(uuid4())
    for machine in sorted(machines, key=lambda each: each.pk):
        try:
            series.done.append(apply(machine, code, by=by, series=series.key, **given))
        except EquipmentError as refusal:
            series.refused.append((machine, str(refusal)))
    return series


@transaction.atomic
def undo_series(key: UUID, *, by: AbstractBaseUser | None) -> Series:
    """Take back every entry of a series that can be; a machine that has moved on since stays where it is."""
    series = Series(uuid4())
    entries = LedgerEntry.objects.filter(series=key, reversed_by=None).exclude(code="undo")
    for entry in entries.select_related("machine").order_by("machine"):
        try:
            series.done.append(undo(entry, by=by, series=series.key))
        except EquipmentError as refusal:
            series.refused.append((entry.machine, str(refusal)))
    return series
