"""An inventory is imported: the machine it is about is found or noted, its fields and its parts follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError
from django.utils.translation import gettext as _

from equipment.axes import GONE
from equipment.doubts import BETWEEN
from equipment.errors import EquipmentError, WrongState
from equipment.evidence.errors import EvidenceRefused
from equipment.evidence.recognize import read_inventory
from equipment.guards.refusals import in_words
from equipment.models import Machine, Serial

from .arrivals import receive
from .entries import lock
from .evidence import CREATED, MATCHED, REFUSED, UNCHANGED, evidence_of, note_reading, tell
from .matching import find_machine, standing
from .parts import place_parts
from .projection import project

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

    from equipment.evidence.reading import RawFile
    from equipment.evidence.snapshot import Snapshot
    from equipment.models import Evidence
    from maillage.places.models import Organization

# Somebody may write the same machine at the same moment; then it is found at the next try.
TRIES = 3


@dataclass(frozen=True)
class Imported:
    """What became of one inventory: « created », « matched », « unchanged » or « refused », and why."""

    outcome: str
    tag: str = ""
    serial: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Importing:
    """For whom a file is imported. `anyones`: machines of other organisations may be matched too.

    `organization` is None on a site that has none yet: then nothing can be created. `moves`: a disk that is
    known in another machine was put in this one, somebody says so; who gives the `tag` says it too.
    """

    organization: Organization | None
    tag: str = ""
    anyones: bool = False
    by: AbstractBaseUser | None = None
    moves: bool = False

    def check(self, machine: Machine) -> None:
        """Raise EvidenceRefused when the machine is another organisation's."""
        if not self.anyones and machine.organization != self.organization:
            raise EvidenceRefused(_("This machine belongs to another organisation. Ask its workshop."))


def import_inventory(file: RawFile, asked: Importing) -> Imported:
    """Import one file in one transaction, and return what became of it.

    A file that is no inventory leaves nothing; one that is refused leaves its evidence alone. The same file
    again, or another that says the same, changes nothing.
    """
    try:
        snapshot = read_inventory(file)
    except EvidenceRefused as refusal:
        return Imported(REFUSED, reason=str(refusal))
    problem: EquipmentError | None = None
    for _try in range(TRIES):
        try:
            return _take_in(file, snapshot, asked)
        except IntegrityError as error:
            problem = in_words(error) or WrongState(
                _("Somebody writes the same machine. Import the file again.")
            )
        except EquipmentError as refusal:
            problem = refusal
            break
    with evidence_of(file, snapshot.format, asked.organization) as evidence:
        tell(evidence, REFUSED, reason=str(problem))
    return Imported(REFUSED, serial=snapshot.serial, reason=str(problem))


def _take_in(file: RawFile, snapshot: Snapshot, asked: Importing) -> Imported:
    with evidence_of(file, snapshot.format, asked.organization) as evidence:
        if evidence.machine is not None and evidence.outcome != REFUSED:
            return _again(evidence, snapshot, asked)
        machine, trusted = find_machine(snapshot, asked.tag)
        created = machine is None
        machine = lock(machine) if machine else _receive(trusted, asked)
        asked.check(machine)
        if machine.custody in GONE:
            raise EvidenceRefused(_("%(tag)s has left. Note first that it came back.") % {"tag": machine.tag})
        note_reading(evidence, trusted, machine)
        changed, moved = _write(machine, trusted, asked)
        outcome = CREATED if created else MATCHED if changed else UNCHANGED
        tell(evidence, outcome, machine=machine)
    nothing_new = _("It says nothing new.") if outcome == UNCHANGED else ""
    said = [*snapshot.notes, nothing_new, *moved, _doubt(evidence)]
    return Imported(outcome, machine.tag, snapshot.serial, " ".join(filter(None, said)))


def _doubt(evidence: Evidence) -> str:
    """Return what the file may leave out and what to do, nothing when it leaves nothing open."""
    if not evidence.gaps or evidence.settled_by_id:
        return ""
    return _(
        "A disk may be missing from it: %(why)s. Open the machine or boot it, note each disk that it holds,"
        " then sign on its card."
    ) % {"why": BETWEEN.join(evidence.gap_labels)}


def _again(evidence: Evidence, snapshot: Snapshot, asked: Importing) -> Imported:
    """Answer for a file that was imported before: nothing changes."""
    machine = standing(evidence.machine)  # type: ignore[arg-type]
    asked.check(machine)
    if asked.tag and machine.tag != "".join(asked.tag.split()).upper():
        message = _("This file was imported before, for %(tag)s.") % {"tag": machine.tag}
        raise EvidenceRefused(message)
    said = [_("This file was imported before."), _doubt(evidence)]
    return Imported(UNCHANGED, machine.tag, snapshot.serial, " ".join(filter(None, said)))


def _receive(snapshot: Snapshot, asked: Importing) -> Machine:
    if not snapshot.says_which:
        raise EvidenceRefused(
            _("Nothing in this file tells which machine it is: no serial number is real. Give its tag.")
        )
    if asked.organization is None:
        raise EvidenceRefused(_("Create an organisation first: a machine belongs to one."))
    return lock(receive(asked.organization, by=asked.by))


def _write(machine: Machine, snapshot: Snapshot, asked: Importing) -> tuple[bool, list[str]]:
    """Write what the snapshot says of the machine; return whether anything changed, and which disks moved."""
    said = {name: value for name, value in snapshot.fields().items() if name not in machine.locked_fields}
    changed = {name: value for name, value in said.items() if getattr(machine, name) != value}
    for name, value in changed.items():
        setattr(machine, name, value)
    if changed:
        machine.save(update_fields=[*changed, "updated_at"])
    numbered = _note_serial(machine, snapshot)
    placed = place_parts(machine, snapshot, may_move=bool(asked.tag) or asked.moves)
    for left in Machine.objects.filter(pk__in=placed.left).order_by("pk"):
        asked.check(left)
        project(lock(left))
    project(machine)
    return bool(changed or numbered or placed.anything), [move.in_words for move in placed.moved]


def _note_serial(machine: Machine, snapshot: Snapshot) -> bool:
    if not snapshot.serial or machine.serials.filter(value=snapshot.serial).exists():
        return False
    Serial.objects.create(machine=machine, maker=snapshot.maker_key, value=snapshot.serial)
    return True
