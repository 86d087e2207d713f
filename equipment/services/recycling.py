"""Recycling: which machines and which counted objects go on a slip."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Sum

from equipment.axes import CountedKind
from equipment.models import Machine, RecyclingSlip

from .transitions import apply

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.base_user import AbstractBaseUser
    from django.core.files.base import ContentFile
    from django.db.models import QuerySet


@dataclass(frozen=True)
class CountedLine:
    """How many objects of a kind are on a slip, and how heavy they are together, in grams."""

    label: str
    quantity: int
    grams: int


@transaction.atomic
def recycle(
    slip: RecyclingSlip, machines: Iterable[Machine], *, by: AbstractBaseUser | None
) -> RecyclingSlip:
    """Send `machines` to recycling with `slip`: all of them, or none. Raises as `apply()`."""
    for machine in machines:
        apply(machine, "recycle", by=by, slip=slip)
    return slip


@transaction.atomic
def keep_scan(slip: RecyclingSlip, scan: ContentFile[bytes] | None) -> None:
    """Keep the cleaned `scan` of the paper in the place of the one there was; None only removes that one."""
    before, storage = slip.file.name, slip.file.storage
    if scan is None:
        slip.file = ""
    else:
        slip.file.save(scan.name or "", scan, save=False)
    slip.save(update_fields=["file"])
    if before:
        transaction.on_commit(lambda: storage.delete(before))


def machines_on(slip: RecyclingSlip) -> QuerySet[Machine]:
    """Return the machines that left with `slip`, with their serial numbers."""
    machines = Machine.objects.filter(entries__recycling_slips=slip).distinct()
    return machines.prefetch_related("serials").order_by("tag")


def counted_on(slip: RecyclingSlip) -> list[CountedLine]:
    """Return what was counted or weighed on `slip`, by kind, as numbers from 0 up."""
    rows = slip.counted.order_by("kind").values_list("kind").annotate(Sum("quantity"), Sum("grams"))
    return [
        CountedLine(str(CountedKind(kind).label), abs(quantity or 0), abs(grams or 0))
        for kind, quantity, grams in rows
    ]
