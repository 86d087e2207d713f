"""Machines arrive: a tag each, before anybody has looked inside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from equipment.models import LedgerEntry, Lot, Machine
from equipment.services.ledger import write_details, write_entry
from equipment.states import Custody, DataStatus, Step

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

    from maillage.places.models import Organization


ARRIVAL = "receive"
OPENING = "opening"
MOST_AT_ONCE = 200


@transaction.atomic
def receive(organization: Organization, *, by: AbstractBaseUser | None = None, **fields: Any) -> Machine:
    """Write one machine that has arrived, with a new tag, and its first entry. `fields` are its columns."""
    now = timezone.now()
    machine = Machine.objects.create(organization=organization, created_at=now, step_since=now, **fields)
    write_entry(machine, ARRIVAL, at=now, details=write_details(by))
    return machine


@transaction.atomic
def receive_lot(
    lot: Lot, quantity: int, *, by: AbstractBaseUser | None = None, **fields: Any
) -> list[Machine]:
    """Write `quantity` machines of a lot, 1 to 200, each with its tag; raises ValueError beyond.

    As many statements for two hundred machines as for two.
    """
    if not 1 <= quantity <= MOST_AT_ONCE:
        raise ValueError(f"A lot holds 1 to {MOST_AT_ONCE} machines, not {quantity}.")
    now, details = timezone.now(), write_details(by)
    common = {"organization": lot.organization, "lot": lot, "created_at": now, "step_since": now, **fields}
    machines = Machine.objects.bulk_create(Machine(**common) for _number in range(quantity))
    LedgerEntry.objects.bulk_create(
        LedgerEntry(
            machine=machine,
            sequence=1,
            code=ARRIVAL,
            to_step=machine.step,
            to_custody=machine.custody,
            to_data=machine.data_status,
            at=now,
            details=details,
        )
        for machine in machines
    )
    Machine.objects.filter(pk__in=[machine.pk for machine in machines]).update(sequence=1)
    for machine in machines:
        machine.sequence = 1
    return machines


@transaction.atomic
def open_with(
    organization: Organization,
    *,
    step: Step = Step.ARRIVED,
    custody: Custody = Custody.OURS,
    by: AbstractBaseUser | None = None,
    **fields: Any,
) -> Machine:
    """Write a machine that was here, or had left, before the ledger began: its data are never proved."""
    machine = Machine.objects.create(
        organization=organization,
        step=step,
        custody=custody,
        data_status=DataStatus.PRIOR,
        before_tracking=True,
        **fields,
    )
    write_entry(machine, OPENING, at=machine.created_at, details=write_details(by))
    return machine
