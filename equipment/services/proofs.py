"""Findings about the data on disks, and what they make of a machine. The last one about a disk speaks."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from equipment.conditions import disks_in, doubts_of
from equipment.db_triggers.errors import translate_trigger_errors
from equipment.errors import Missing, NotAllowed, NotProved, WrongState
from equipment.evidence.findings import reaches_all_of_flash
from equipment.models import (
    Component,
    ComponentKind,
    DataProof,
    EvidenceFormat,
    Machine,
    ProofKind,
    Technology,
    Whereabouts,
)
from equipment.models.proof import PROVING
from equipment.services.components import owner_of
from equipment.services.contents import after, check_is_here, check_none_is_shown, settle
from equipment.services.evidence import MATCHED, evidence_of, tell
from equipment.services.inventory import machine_key
from equipment.services.ledger import check_role, lock, project, write_details
from equipment.states import GONE
from equipment.transitions import Role

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
    # A file without a number is about this disk because somebody says so.
    answers_for_it = kind == ProofKind.DESTROYED or not finding.serial
    details = write_details(by if answers_for_it else None, signed_by=finding.signed_by)
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
    """Return what the finding is worth of this disk: overwriting leaves a reservation on flash memory."""
    is_flash = component.technology == Technology.SSD
    if finding.kind == ProofKind.ERASED and is_flash and not reaches_all_of_flash(finding.method):
        return ProofKind.RESERVE, _("This disk is flash memory: overwriting does not reach all of it.")
    return finding.kind, finding.reason


def standing(component: Component) -> DataProof | None:
    """Return the last finding that stands about a disk: no withdrawal, nor the failure that it withdrew."""
    withdrawn = False
    for proof in component.proofs.order_by("-pk"):
        if proof.kind == ProofKind.WITHDRAWN:
            withdrawn = True
        elif withdrawn:
            withdrawn = False
        else:
            return proof
    return None


def speaks_again(proof: DataProof) -> bool:
    """Tell whether the only thing said since against the finding was withdrawn: it may be written anew."""
    component = proof.component
    if component is None:
        return False
    last = component.proofs.order_by("-pk").first()
    return last is not None and last.kind == ProofKind.WITHDRAWN and standing(component) == proof


def _check_is_newer(component: Component, finding: Finding, kind: ProofKind) -> None:
    """Refuse the log of an erasure that was made before the machine came back, or before a failure."""
    if kind == ProofKind.FAILED:
        return
    back = component.proofs.filter(kind=ProofKind.RESET).order_by("-pk").first()
    if back is not None and finding.at is None:
        message = _(
            "This file has no date: nothing says that the disk was erased since the machine came back. Type a"
            " certificate on the machine’s card."
        )
        raise WrongState(message)
    if back is not None and finding.at is not None and finding.at < back.at - CLOCKS_DIFFER:
        raise WrongState(_("This erasure is older than the return of the machine: erase the disk again."))
    last = standing(component)
    failed = last is not None and last.kind == ProofKind.FAILED
    if failed and finding.at is not None and finding.at < last.at:  # type: ignore[union-attr]
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


@translate_trigger_errors()
@transaction.atomic
def withdraw_failure(component: Component, *, by: AbstractBaseUser, words: str) -> DataProof:
    """Write that a failure was noted by mistake: by whom, and why. The disk is then to be erased again.

    Raises NotAllowed, Missing without words, WrongState unless the last finding is a failure that somebody
    wrote: what a tool wrote is a fact.
    """
    machine = machine_of(component)
    _check_role(component, machine, Role.RESPONSIBLE, by)
    if not words.strip():
        raise Missing(_("Say what the mistake was."), field="words")
    # A disk on the shelf has no machine to lock: its own row is, so that nobody withdraws twice.
    component = Component.objects.select_for_update().get(pk=component.pk)
    last = component.proofs.order_by("-pk").select_related("evidence").first()
    if last is None or not last.may_be_withdrawn:
        raise WrongState(
            _("Only a failure that somebody noted by hand is withdrawn. A tool’s own log stands.")
        )
    details = write_details(by, words=words.strip()[:500])
    return _write(machine, component, ProofKind.WITHDRAWN, evidence=last.evidence, details=details)


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
def note_by_hand(
    component: Component,
    finding: Finding,
    kind: ProofKind,
    reason: str,
    *,
    by: AbstractBaseUser,
    photo: RawFile | None,
) -> DataProof:
    """Write what somebody says of a disk and no tool wrote down; the caller has judged what it is worth.

    Raises NotAllowed, WrongState when the disk is not here or the photo proved something before.
    """
    machine = machine_of(component)
    _check_role(component, machine, Role.MEMBER, by)
    # A disk on the shelf has no machine to lock: its own row is, lest it be called a mistake meanwhile.
    component = Component.objects.select_for_update().get(pk=component.pk)
    last = component.moves.order_by("-sequence").first()
    gone = {Whereabouts.OUT, Whereabouts.NOWHERE}
    if component.kind != ComponentKind.STORAGE or last is None or last.whereabouts in gone:
        raise WrongState(_("This disk is not here: nothing can be noted about it."))
    if machine is not None and machine.custody in GONE:
        raise WrongState(_("This machine has left. Note first that it came back."))
    _check_is_newer(component, finding, kind)
    details = write_details(by, signed_by=finding.signed_by)
    said = {"at": finding.at, "tool": finding.tool, "method": finding.method, "reason": reason}
    if photo is None:
        return _write(machine, component, kind, details=details, **said)
    owner = owner_of(component)
    with evidence_of(photo, EvidenceFormat.PHOTO, owner.organization if owner else None) as evidence:
        _check_shows_this_time(evidence, component, owner)
        tell(evidence, MATCHED, machine=machine)
        return _write(machine, component, kind, evidence=evidence, details=details, **said)


def _check_shows_this_time(evidence: Evidence, component: Component, owner: Machine | None) -> None:
    """Refuse a photo that has spoken of this disk before, or is another workshop's."""
    foreign = owner is not None and evidence.organization_id not in {None, owner.organization_id}
    if foreign or evidence.proofs.filter(component=component).exists():
        raise WrongState(_("This photo was used before. Take one of what was done now."))


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
