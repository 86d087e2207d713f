"""What a machine's disks hold, told by the findings about them: the axis « data »."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment.axes import GONE, DataStatus
from equipment.doubts import doubts_of
from equipment.models import ProofKind
from equipment.part_querysets import disks_in

from .entries import write_entry

if TYPE_CHECKING:
    from uuid import UUID

    from equipment.models import EntryDetails, LedgerEntry, Machine

DATA = "data"
# The worst first: one disk that was not erased speaks for all.
_WORST_FIRST = (
    DataStatus.FAILED,
    DataStatus.TO_ERASE,
    DataStatus.UNSEEN,
    DataStatus.RESERVE,
    DataStatus.ERASED,
)
_OF_A_DISK = {
    ProofKind.ERASED: DataStatus.ERASED,
    ProofKind.ACCEPTED: DataStatus.ERASED,
    ProofKind.DESTROYED: DataStatus.ERASED,
    ProofKind.RESERVE: DataStatus.RESERVE,
    ProofKind.FAILED: DataStatus.FAILED,
    ProofKind.WITHDRAWN: DataStatus.TO_ERASE,
}


def told_by_proofs(machine: Machine) -> DataStatus:
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
    status = told_by_proofs(machine)
    if status == machine.data_status:
        return None
    return write_entry(machine, DATA, data=status, details=details, series=series)
