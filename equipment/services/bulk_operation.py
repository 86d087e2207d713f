"""The same gesture on many machines: each is done or refused for its own reason; one « annuler » for all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from equipment.errors import EquipmentError
from equipment.models import LedgerEntry, Machine, Shelf
from equipment.services.transitions import apply, undo

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.contrib.auth.base_user import AbstractBaseUser


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


# A machine, and the shelf that it was on: plain values, which a session can hold.
Moved = list[int | None]


@transaction.atomic
def put_on_shelf(machines: Iterable[Machine], shelf: Shelf) -> list[Moved]:
    """Put the machines of the shelf's organisation there; return those that were elsewhere, with where."""
    keys = [machine.pk for machine in machines]
    own = Machine.objects.filter(pk__in=keys, organization=shelf.organization_id)
    elsewhere = own.exclude(shelf=shelf).order_by("pk")
    moved: list[Moved] = [[one.pk, one.shelf_id] for one in elsewhere.select_for_update()]
    _write([key for key, _before in moved], shelf.pk)
    return moved


@transaction.atomic
def put_back(shelf: Shelf, moved: Sequence[Moved]) -> int:
    """Put machines back where they were before they came on `shelf`; return how many.

    One that somebody moved since stays where they put it; of one that came twice, the last time counts.
    """
    standing = set(
        Shelf.objects.filter(pk__in=[before for _key, before in moved]).values_list("pk", flat=True)
    )
    here = set(
        Machine.objects.select_for_update()
        .filter(pk__in=[key for key, _before in moved], shelf=shelf)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    by_shelf: dict[int | None, list[int | None]] = {}
    for key, before in reversed(moved):
        if key in here:
            here.remove(key)
            by_shelf.setdefault(before if before in standing else None, []).append(key)
    return sum(_write(keys, before) for before, keys in by_shelf.items())


def _write(keys: list[int | None], shelf: int | None) -> int:
    rows = Machine.objects.filter(pk__in=[key for key in keys if key])
    return rows.update(shelf=shelf, updated_at=timezone.now())
