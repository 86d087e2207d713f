"""The one way a machine's state changes: the lock, the entry, the machine, in that order."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from equipment.axes import Custody, DataStatus, Step
from equipment.conf import get_conf
from equipment.models import EntryDetails, LedgerEntry, Machine

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


def lock(machine: Machine) -> Machine:
    """Return the machine as the database holds it, locked until the transaction ends.

    On SQLite the transaction itself is the lock (`transaction_mode` IMMEDIATE). Raises Machine.DoesNotExist.
    """
    return Machine.objects.select_for_update().get(pk=machine.pk)


def write_details(
    actor: AbstractBaseUser | None, *, words: str = "", signed_by: str = ""
) -> EntryDetails | None:
    """Write who and in what words, in the row that can be emptied one day; None when there is nothing."""
    if actor is None and not words and not signed_by:
        return None
    return EntryDetails.objects.create(
        actor_id=actor.pk if actor else None,
        words=words,
        signed_by=signed_by,
        expires_on=timezone.localdate() + timedelta(days=get_conf()["DETAILS_KEPT_DAYS"]),
    )


def write_entry(
    machine: Machine,
    code: str,
    *,
    step: str | None = None,
    custody: str | None = None,
    data: str | None = None,
    at: datetime | None = None,
    details: EntryDetails | None = None,
    series: UUID | None = None,
    reverses: LedgerEntry | None = None,
    **codes: Any,
) -> LedgerEntry:
    """Write one entry and put the machine in the state it tells; `machine` must come from `lock()`.

    None leaves an axis as it is. `codes` are the entry's `reason`, `situation`, `price_cents`. The caller's
    transaction holds both writes; the database refuses one without the other.
    """
    transaction.get_connection().validate_no_broken_transaction()
    at = at or timezone.now()
    arrives = machine.sequence == 0
    entry = LedgerEntry.objects.create(
        machine=machine,
        sequence=machine.sequence + 1,
        code=code,
        from_step="" if arrives else machine.step,
        from_custody="" if arrives else machine.custody,
        from_data="" if arrives else machine.data_status,
        to_step=step or machine.step,
        to_custody=custody or machine.custody,
        to_data=data or machine.data_status,
        at=at,
        details=details,
        series=series,
        reverses=reverses,
        **codes,
    )
    _put_in_state(machine, entry)
    return entry


def _put_in_state(machine: Machine, entry: LedgerEntry) -> None:
    if machine.step != entry.to_step:
        machine.step_since = entry.at
    machine.step, machine.custody = Step(entry.to_step), Custody(entry.to_custody)
    machine.data_status, machine.sequence = DataStatus(entry.to_data), entry.sequence
    machine.save(update_fields=["step", "custody", "data_status", "sequence", "step_since", "updated_at"])
