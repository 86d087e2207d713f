"""Several machines moved on by one gesture, and taken back by one."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import transaction

from equipment.errors import EquipmentError
from equipment.services import apply

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.base_user import AbstractBaseUser

    from equipment.models import LedgerEntry, Machine

Refusals = list[tuple["Machine", str]]


def move_series(
    machines: Iterable[Machine], code: str, *, by: AbstractBaseUser | None, series: UUID | None = None
) -> tuple[list[LedgerEntry], Refusals]:
    """Apply the transition `code` to each of `machines`, under one mark.

    Return the entries, and why the others stayed: a machine that cannot move holds back no other.
    """
    series, done, refusals = series or uuid4(), [], []
    for machine in machines:
        try:
            with transaction.atomic():
                done.append(apply(machine, code, by=by, series=series))
        except EquipmentError as refusal:
            refusals.append((machine, str(refusal)))
    return done, refusals
