"""A log or a certificate is imported: each disk it names is found, and the finding is written."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from equipment.db_triggers.errors import trigger_refusal
from equipment.errors import EquipmentError, WrongState
from equipment.evidence.findings import EvidenceRefused
from equipment.evidence.recognize import read_erasure
from equipment.evidence.values import alike, apart
from equipment.models import (
    Component,
    ComponentKind,
    DataProof,
    Evidence,
    EvidenceFormat,
    Machine,
    ProofKind,
    Technology,
)
from equipment.services.components import parts_in
from equipment.services.evidence import MATCHED, REFUSED, UNCHANGED, evidence_of, tell
from equipment.services.inventory import TRIES, Importing, machine_key, tagged
from equipment.services.ledger import lock
from equipment.services.proofs import record_erasure, speaks_again

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from equipment.evidence.findings import Finding
    from equipment.evidence.reading import RawFile


@dataclass(frozen=True)
class Erasure:
    """What became of one disk of a file.

    `proves_erasure`: of a disk that is known here, whether it is now proved erased by this file; of another,
    whether the file would prove it. Only « matched » and « unchanged » unlock an exit.
    """

    device: str = ""
    status: str = ""
    proves_erasure: bool = False
    outcome: str = REFUSED
    reason: str = ""
    tag: str = ""


def import_erasure(file: RawFile, asked: Importing) -> list[Erasure]:
    """Import one file in one transaction, and return what became of each of its disks.

    A file that is not recognised, or of which nothing may be noted, leaves nothing. One that names no disk of
    ours leaves its evidence.
    """
    try:
        findings = read_erasure(file)
    except EvidenceRefused as refusal:
        return [Erasure(reason=str(refusal))]
    if all(finding.refusal for finding in findings):
        return [_refused(finding, finding.refusal) for finding in findings]
    problem: EquipmentError = WrongState("")
    for _try in range(TRIES):
        try:
            with evidence_of(file, findings[0].format, asked.organization) as evidence:
                results = _record_all(findings, evidence, asked)
                _tell(evidence, results)
                return results
        except IntegrityError as error:
            problem = trigger_refusal(error) or WrongState(
                _("Somebody writes the same machine. Import the file again.")
            )
    return [_refused(finding, str(problem)) for finding in findings]


def _record_all(findings: list[Finding], evidence: Evidence, asked: Importing) -> list[Erasure]:
    """Write the findings, and return what became of each, in the order of the file.

    A file may name one disk twice, plugged in elsewhere: its last run speaks, and of two at once the worse.
    """
    order = sorted(range(len(findings)), key=lambda place: _speaks_later_than(findings[place]))
    results = {place: _record(findings[place], evidence, asked) for place in order}
    return [results[place] for place in range(len(findings))]


def _speaks_later_than(finding: Finding) -> tuple[float, bool]:
    """Return a key that puts the last word first; a run without an end has not said its own."""
    return (-finding.at.timestamp() if finding.at else -math.inf, finding.erases)


def _tell(evidence: Evidence, results: list[Erasure]) -> None:
    """Note what was made of the file; a file that is imported again keeps what was said of it."""
    fresh = [result for result in results if result.outcome != UNCHANGED]
    if MATCHED not in {result.outcome for result in fresh} and len(fresh) < len(results):
        return
    tags = {result.tag for result in results if result.tag}
    machine = Machine.objects.get(tag=tags.pop()) if len(tags) == 1 else None
    outcome = MATCHED if MATCHED in {result.outcome for result in fresh} else REFUSED
    reason = next((one.reason for one in fresh if one.reason), "")
    tell(evidence, outcome, machine=machine, reason=reason)


def _record(finding: Finding, evidence: Evidence, asked: Importing) -> Erasure:
    """Write one finding; one that is refused leaves the others of the file alone."""
    if finding.refusal:
        return _refused(finding, finding.refusal)
    component = None
    try:
        with transaction.atomic():
            component, machine = _find_disk(finding, asked)
            earlier = component.proofs.filter(evidence=evidence).exclude(kind=ProofKind.WITHDRAWN).first()
            if earlier is not None and speaks_again(earlier):
                earlier = None
            proof = earlier or record_erasure(component, finding, evidence=evidence, by=asked.by)
    except EquipmentError as refusal:
        return _refused(finding, str(refusal), would_prove=component is None and finding.erases)
    return Erasure(
        device=finding.device,
        status=finding.status,
        proves_erasure=proof.proves and _speaks(proof),
        outcome=UNCHANGED if earlier else MATCHED,
        reason=_join(_("This file was imported before.") if earlier else "", proof.reason),
        tag=machine.tag if machine else "",
    )


def _refused(finding: Finding, reason: str, *, would_prove: bool = False) -> Erasure:
    """Return the refusal of one disk, with what was wrong with its erasure besides."""
    return Erasure(
        device=finding.device,
        status=finding.status,
        proves_erasure=would_prove,
        reason=_join(finding.reason, reason),
    )


def _join(*reasons: str) -> str:
    return " ".join(dict.fromkeys(filter(None, reasons)))


def _speaks(proof: DataProof) -> bool:
    """Tell whether nothing was found about the disk since."""
    since = DataProof.objects.filter(component=proof.component, pk__gt=proof.pk)
    return not since.filter(proves=False).exists()


def _find_disk(finding: Finding, asked: Importing) -> tuple[Component, Machine | None]:
    """Return the disk that the finding is about and its machine, locked; raises EvidenceRefused."""
    named = tagged(asked.tag) if asked.tag else None
    component = _by_serial(finding) if finding.serial else _by_size(finding, named)
    key = machine_key(component)
    machine = lock(Machine(pk=key)) if key else None
    if named is not None and named != machine:
        raise EvidenceRefused(_("This disk is not in %(tag)s. Look at the label.") % {"tag": named.tag})
    owner = machine or _last_machine(component)
    if owner is not None:
        asked.check(owner)
    return component, machine


def _last_machine(component: Component) -> Machine | None:
    last = component.moves.exclude(machine=None).order_by("-sequence").select_related("machine").first()
    return last.machine if last else None


def _by_serial(finding: Finding) -> Component:
    disks = list(Component.objects.filter(kind=ComponentKind.STORAGE, serial=finding.serial))
    if len(disks) > 1:
        disks = [disk for disk in disks if disk.model and disk.model == finding.model]
    if len(disks) != 1:
        message = _("No machine here holds the disk %(serial)s. Import the inventory of its machine first.")
        raise EvidenceRefused(message % {"serial": finding.serial})
    if disks[0].model != finding.model and apart(disks[0].size, finding.size):
        message = _("The disk %(serial)s that is known here has another size: this is not the same one.")
        raise EvidenceRefused(message % {"serial": finding.serial})
    return disks[0]


def _by_size(finding: Finding, machine: Machine | None) -> Component:
    """Return the only disk of that size in the machine that somebody names; the file names none."""
    if machine is None:
        raise EvidenceRefused(
            _("The disk has no serial number: nothing tells which one it is. Give the tag of its machine.")
        )
    inside = parts_in(machine).filter(kind=ComponentKind.STORAGE)
    if finding.format == EvidenceFormat.NVME_LOG:
        return _the_only_flash(inside, machine)
    disks = [disk for disk in inside if alike(disk.size, finding.size)]
    if len(disks) != 1:
        message = _("%(tag)s does not hold exactly one disk of this size: nothing tells which one it is.")
        raise EvidenceRefused(message % {"tag": machine.tag})
    return disks[0]


def _the_only_flash(inside: QuerySet[Component], machine: Machine) -> Component:
    """Return the only disk of the machine that may be an NVMe one; the log gives neither number nor size."""
    disks = list(inside.exclude(technology=Technology.HDD)[:2])
    if len(disks) != 1:
        message = _("%(tag)s does not hold exactly one SSD: nothing tells which one this log is about.")
        raise EvidenceRefused(message % {"tag": machine.tag})
    return disks[0]
