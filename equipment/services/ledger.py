"""The one way a machine's state changes: who may, the lock, the entry, what findings make of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from equipment.conditions import disks_in, doubts_of
from equipment.conf import get_conf
from equipment.errors import NotAllowed
from equipment.models import EntryDetails, LedgerEntry, Machine, ProofKind
from equipment.states import GONE, Custody, DataStatus, Step
from maillage.places.permissions import scope_to_user

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

    from equipment.transitions import Role


def check_role(machine: Machine, role: Role, user: AbstractBaseUser | None) -> None:
    """Raise NotAllowed unless `user` has the role in the machine's organisation; None is the site."""
    if user is None:
        return
    mine = scope_to_user(Machine.objects.filter(pk=machine.pk), user)
    if not user.has_perm(role) or not mine.exists():  # type: ignore[attr-defined]
        raise NotAllowed(_("Only the people in charge of this workshop can do this."))


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


DATA = "data"
# The worst first: one disk that was not erased speaks for all.
_WORST_FIRST = (
    DataStatus.FAILED,
    DataStatus.TO_ERASE,
    DataStatus.UNSEEN,
    DataStatus.WITH_CAVEAT,
    DataStatus.ERASED,
)
_OF_A_DISK = {
    ProofKind.ERASED: DataStatus.ERASED,
    ProofKind.ACCEPTED: DataStatus.ERASED,
    ProofKind.DESTROYED: DataStatus.ERASED,
    ProofKind.RESERVE: DataStatus.WITH_CAVEAT,
    ProofKind.FAILED: DataStatus.FAILED,
    ProofKind.WITHDRAWN: DataStatus.TO_ERASE,
}


def status_from_proofs(machine: Machine) -> DataStatus:
    """Return what the last finding about each disk says of the machine, all of them together.

    Disks that were all erased say nothing of one that no inventory has seen.
    """
    unseen = bool(doubts_of(machine))
    said = {_OF_A_DISK.get(disk.last_kind, DataStatus.TO_ERASE) for disk in disks_in(machine)}  # type: ignore[attr-defined]
    if said:
        said |= {DataStatus.UNSEEN} if unseen else set()
        return next(status for status in _WORST_FIRST if status in said)
    word = machine.proofs.filter(component=None).order_by("-pk").first()
    if word is not None and word.kind == ProofKind.RESET:
        return DataStatus.TO_ERASE
    if machine.data_status == DataStatus.PRIOR and (word is None or word.kind != ProofKind.NO_STORAGE):
        return DataStatus.PRIOR
    if unseen:
        return DataStatus.UNSEEN
    if word is not None and word.kind == ProofKind.NO_STORAGE:
        return DataStatus.NO_STORAGE
    return DataStatus.UNKNOWN


def project(
    machine: Machine, *, details: EntryDetails | None = None, series: UUID | None = None
) -> LedgerEntry | None:
    """Put the axis « data » of a locked machine in step with its proofs; return the entry, None when it was.

    What has left keeps what was known when it left.
    """
    if machine.custody in GONE:
        return None
    status = status_from_proofs(machine)
    if status == machine.data_status:
        return None
    return write_entry(machine, DATA, data=status, details=details, series=series)
