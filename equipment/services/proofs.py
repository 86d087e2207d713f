"""Findings about the data on disks, and what they make of a machine. The last one about a disk speaks."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from equipment.doubts import doubts_of
from equipment.errors import Missing, NotAllowed, NotProved, WrongState
from equipment.models import (
    Component,
    ComponentKind,
    DataProof,
    EvidenceFormat,
    Machine,
    ProofKind,
    Technology,
)
from equipment.models.proof import PROVING
from equipment.part_querysets import disks_in
from equipment.transitions import Role

from .contents import after, check_is_here, check_none_is_shown, settle
from .entries import lock, write_details
from .evidence import MATCHED, evidence_of, tell
from .matching import machine_key
from .projection import project
from .rights import check_role

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

    from equipment.evidence.findings import Finding
    from equipment.evidence.reading import RawFile
    from equipment.models import EntryDetails, Evidence

# Clocks of bare machines are hours off, and tools write no time zone.
CLOCKS_DIFFER = timedelta(days=1)


def machine_of(component: Component) -> Machine | None:
    """Return the machine that the component is in, locked; None when it is on the shelf, or out."""
    key = machine_key(component)
    return lock(Machine(pk=key)) if key else None


@transaction.atomic
def record_erasure(
    component: Component, finding: Finding, *, evidence: Evidence, by: AbstractBaseUser | None = None
) -> DataProof:
    """Write what a file says of a disk, for what it is worth, and put its machine where its disks stand.

    Raises WrongState when the file is older than what already speaks against it: a return, a failure.
    """
    machine = machine_of(component)
    kind, reason = worth(component, finding)
    _check_is_newer(component, finding, kind)
    details = write_details(by if kind == ProofKind.DESTROYED else None, signed_by=finding.signed_by)
    return _write(
        machine,
        component,
        kind,
        at=_plausible(finding),
        tool=finding.tool,
        method=finding.method,
        errors=finding.errors,
        reason=reason,
        evidence=evidence,
        details=details,
    )


def worth(component: Component, finding: Finding) -> tuple[ProofKind, str]:
    """Return what the finding is worth of this disk: overwriting an SSD leaves a reservation."""
    if finding.kind == ProofKind.ERASED and component.technology == Technology.SSD:
        return ProofKind.RESERVE, _("This disk is flash memory: overwriting does not reach all of it.")
    return finding.kind, finding.reason


def _check_is_newer(component: Component, finding: Finding, kind: ProofKind) -> None:
    """Refuse the log of an erasure that was made before the machine came back, or before a failure."""
    last = component.proofs.order_by("-pk").first()
    if last is None or kind == ProofKind.FAILED or finding.at is None:
        return
    if last.kind == ProofKind.RESET and finding.at < last.at - CLOCKS_DIFFER:
        raise WrongState(_("This erasure is older than the return of the machine: erase the disk again."))
    if last.kind == ProofKind.FAILED and finding.at < last.at:
        raise WrongState(_("This erasure is older than one that failed: erase the disk again."))


def _plausible(finding: Finding) -> datetime:
    """Return when the erasure ended; now, when the clock of the machine was wrong or silent."""
    now = timezone.now()
    return finding.at if finding.at and finding.at <= now + CLOCKS_DIFFER else now


@transaction.atomic
def accept_reserve(component: Component, *, by: AbstractBaseUser, words: str = "") -> DataProof:
    """Write that somebody responsible accepts a disk erased with a reservation.

    Raises NotAllowed, or WrongState when the last finding about the disk is no reservation.
    """
    machine = machine_of(component)
    _check_role(component, machine, Role.RESPONSIBLE, by)
    last = component.proofs.order_by("-pk").first()
    if last is None or last.kind != ProofKind.RESERVE:
        raise WrongState(_("There is no reservation to accept about this disk."))
    return _write(
        machine, component, ProofKind.ACCEPTED, evidence=last.evidence, details=write_details(by, words=words)
    )


@transaction.atomic
def note_destroyed(
    component: Component, *, by: AbstractBaseUser, how: str, photo: RawFile | None
) -> DataProof:
    """Write that a disk was physically destroyed: by whom, how, with its photo (a cleaned JPEG).

    Raises NotAllowed, Missing without words or photo, WrongState for what is no disk.
    """
    machine = machine_of(component)
    _check_role(component, machine, Role.MEMBER, by)
    if component.kind != ComponentKind.STORAGE:
        raise WrongState(_("Only the destruction of a disk is noted."))
    if not how.strip():
        raise Missing(_("Say how the disk was destroyed."), field="how")
    if photo is None:
        raise Missing(_("Add a photo of the destroyed disk."), field="photo")
    with evidence_of(photo, EvidenceFormat.PHOTO, machine.organization if machine else None) as evidence:
        tell(evidence, MATCHED, machine=machine)
        details = write_details(by, words=how.strip()[:500])
        return _write(machine, component, ProofKind.DESTROYED, evidence=evidence, details=details)


@transaction.atomic
def note_no_storage(machine: Machine, *, by: AbstractBaseUser) -> DataProof:
    """Write that somebody opened the machine and found no disk.

    Raises NotAllowed, WrongState, and NotProved when an inventory shows storage: then `note_contents()`.
    """
    check_role(machine, Role.MEMBER, by)
    machine = lock(machine)
    check_is_here(machine)
    inside = list(disks_in(machine))
    if inside:
        message = _("This disk is noted inside: %(disks)s. Note first that it was taken out.")
        raise WrongState(message % {"disks": ", ".join(map(str, inside))})
    check_none_is_shown(machine)
    details, asked = write_details(by), doubts_of(machine)
    said = {"machine": machine, "at": after(asked), "details": details}
    proof = DataProof.objects.create(kind=ProofKind.NO_STORAGE, proves=True, **said)
    settle(asked, proof)
    project(machine, details=details)
    return proof


def _check_role(
    component: Component, machine: Machine | None, role: Role, by: AbstractBaseUser | None
) -> None:
    """Raise NotAllowed unless `by` has the role where the disk is, or was last when it is on the shelf."""
    if by is None:
        raise NotAllowed(_("Only the people in charge of this workshop can do this."))
    last = component.moves.exclude(machine=None).order_by("-sequence").select_related("machine").first()
    owner = machine or (last.machine if last else None)
    if owner is None:
        raise NotProved(_("Nobody knows where this disk comes from: import the inventory of its machine."))
    check_role(owner, role, by)


def _write(
    machine: Machine | None,
    component: Component | None,
    kind: ProofKind,
    *,
    details: EntryDetails | None = None,
    **said: object,
) -> DataProof:
    proof = DataProof.objects.create(
        machine=machine,
        component=component,
        kind=kind,
        proves=kind in PROVING,
        details=details,
        **said,
    )
    if machine is not None:
        project(machine, details=details)
    return proof
