"""Recycling: which machines and which counted objects go on a slip."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from equipment.axes import CountedKind
from equipment.errors import Missing
from equipment.models import CountedMovement, CountedWhy, Machine, RecyclingSlip

from .transitions import apply

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.base_user import AbstractBaseUser
    from django.db.models import QuerySet


@dataclass(frozen=True)
class Counted:
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


def recycle_counted(
    slip: RecyclingSlip, kind: CountedKind, *, quantity: int = 0, grams: int = 0
) -> CountedMovement:
    """Note that so many objects of a kind, or so many grams of them, leave with `slip`; both from 0 up.

    Raises Missing when neither is given.
    """
    if quantity <= 0 and grams <= 0:
        raise Missing(_("Say how many there are, or how heavy they are."), field="quantity")
    return CountedMovement.objects.create(
        organization=slip.organization,
        slip=slip,
        kind=kind,
        why=CountedWhy.RECYCLED,
        quantity=-quantity,
        grams=-grams,
    )


def machines_on(slip: RecyclingSlip) -> QuerySet[Machine]:
    """Return the machines that left with `slip`, with their serial numbers."""
    machines = Machine.objects.filter(entries__recycling_slips=slip).distinct()
    return machines.prefetch_related("serials").order_by("tag")


def counted_on(slip: RecyclingSlip) -> list[Counted]:
    """Return what was counted or weighed on `slip`, by kind, as numbers from 0 up."""
    rows = slip.counted.order_by("kind").values_list("kind").annotate(Sum("quantity"), Sum("grams"))
    return [
        Counted(str(CountedKind(kind).label), abs(quantity or 0), abs(grams or 0))
        for kind, quantity, grams in rows
    ]
