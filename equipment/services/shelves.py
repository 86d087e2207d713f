"""Machines put on a shelf, and put back where they were: no state changes, so the ledger is not told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from equipment.models import Machine, Shelf

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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
