"""An inventory is imported: the machine it is about is found or noted, its fields and its parts follow."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db import IntegrityError
from django.utils.translation import gettext as _

from equipment.conditions import BETWEEN
from equipment.db_triggers.errors import trigger_refusal
from equipment.errors import EquipmentError, WrongState
from equipment.evidence.findings import EvidenceRefused
from equipment.evidence.recognize import read_inventory
from equipment.evidence.values import alike, apart
from equipment.models import Component, ComponentKind, Machine, Serial, Whereabouts
from equipment.services.arrivals import receive
from equipment.services.components import move_part, parts_in
from equipment.services.evidence import CREATED, MATCHED, REFUSED, UNCHANGED, evidence_of, note_reading, tell
from equipment.services.ledger import lock, project
from equipment.states import GONE

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

    from equipment.evidence.reading import RawFile
    from equipment.evidence.snapshot import Part, Snapshot
    from equipment.models import Evidence
    from maillage.places.models import Organization


def machine_key(component: Component) -> int | None:
    """Return the key of the machine that the component is in; None when it is on the shelf, or out."""
    last = component.moves.order_by("-sequence").first()
    return last.machine_id if last else None


def tagged(tag: str) -> Machine:
    """Return the machine of a label, as a person copies it; raises EvidenceRefused when there is none."""
    machine = Machine.objects.filter(tag="".join(tag.split()).upper()[:20]).first()
    if machine is None:
        raise EvidenceRefused(_("No machine has the tag “%(tag)s”. Look at its label.") % {"tag": tag[:20]})
    return standing(machine)


def standing(machine: Machine) -> Machine:
    """Return the machine that this tag leads to."""
    return machine.merged_into or machine


def find_machine(snapshot: Snapshot, tag: str = "") -> tuple[Machine | None, Snapshot]:
    """Return the machine that the snapshot is about, None when it is new, and what is to be believed of it.

    A serial number that a machine of another identity shows is a placeholder: it is left out. Raises
    EvidenceRefused when the label and the serial number name two machines, and when only a person can tell.
    """
    named = tagged(tag) if tag else None
    by_serial = _by_serial(snapshot)
    if by_serial is not None and by_serial != named and not _is_alike(by_serial, snapshot):
        told = replace(snapshot, serial="")
        found = named or _by_board(told) or _by_disk_and_board(told)
        if found is None:
            raise _shared_number(snapshot, by_serial)
        return found, told
    if named is None:
        return by_serial or _by_board(snapshot) or _by_disk_and_board(snapshot), snapshot
    if by_serial is not None and by_serial != named:
        message = _("This serial number is that of %(other)s, not of %(tag)s. Look at the label.")
        raise EvidenceRefused(message % {"other": by_serial.tag, "tag": named.tag})
    if by_serial is None and snapshot.serial and _other_serial(named, snapshot):
        message = _("%(tag)s has another serial number. Look at the label, or at the file.")
        raise EvidenceRefused(message % {"tag": named.tag})
    return named, snapshot


def _shared_number(snapshot: Snapshot, holder: Machine) -> EvidenceRefused:
    message = _(
        "The serial number %(serial)s is that of %(tag)s (%(name)s), and this file tells of another machine:"
        " %(maker)s %(model)s. A number that two machines show names neither. Give the tag of this machine,"
        " or note it first."
    )
    said = {"serial": snapshot.serial, "tag": holder.tag, "name": holder.name}
    return EvidenceRefused(message % {**said, "maker": snapshot.maker, "model": snapshot.model})


def _is_alike(machine: Machine, snapshot: Snapshot) -> bool:
    """Tell whether the file may be about this machine, whose serial number it shows.

    Tools name models each in their own way, and people too: a board or a disk in common tells more.
    """
    if _has_another_board(machine, snapshot) and not _has_a_disk_of(machine, snapshot):
        return False
    if not machine.model or not snapshot.model or "model" in machine.locked_fields:
        return True
    here, there = (re.sub(r"[^a-z0-9]", "", name.casefold()) for name in (machine.model, snapshot.model))
    if here in there or there in here:
        return True
    if snapshot.board is not None and snapshot.board.model:
        boards = parts_in(machine).filter(kind=ComponentKind.OTHER, model=snapshot.board.model)
        if boards.exists():
            return True
    return _has_a_disk_of(machine, snapshot)


def _has_another_board(machine: Machine, snapshot: Snapshot) -> bool:
    """Tell whether the boards of both are numbered, and none of the machine's is that of the file."""
    boards = parts_in(machine).filter(kind=ComponentKind.OTHER).exclude(serial="")
    known = {_letters(board.serial) for board in boards}
    told = snapshot.board.serial if snapshot.board else ""
    return bool(known and told) and _letters(told) not in known


def _letters(number: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", number)


def _has_a_disk_of(machine: Machine, snapshot: Snapshot) -> bool:
    serials = [disk.serial for disk in snapshot.disks if disk.serial]
    return parts_in(machine).filter(kind=ComponentKind.STORAGE, serial__in=serials).exists()


def _by_serial(snapshot: Snapshot) -> Machine | None:
    """Return the machine with this serial number and this maker, or this number when one has no maker."""
    if not snapshot.serial:
        return None
    serials = list(Serial.objects.filter(value=snapshot.serial).select_related("machine__merged_into"))
    exact = [one for one in serials if one.maker == snapshot.maker_key]
    loose = [one for one in serials if not one.maker or not snapshot.maker_key]
    found = exact or (loose if len(loose) == 1 else [])
    return standing(found[0].machine) if found else None


def _other_serial(machine: Machine, snapshot: Snapshot) -> bool:
    numbers = machine.serials.filter(maker__in=["", snapshot.maker_key]).values_list("value", flat=True)
    return bool(numbers) and snapshot.serial not in numbers


def _machine_of(part: Part | None, *, serial: bool) -> Machine | None:
    if part is None or (serial and not part.serial):
        return None
    components = Component.objects.filter(kind=part.kind, serial=part.serial)
    if part.kind == ComponentKind.OTHER:
        components = components.filter(model=part.model)
    keys = {key for component in components if (key := machine_key(component))}
    return Machine.objects.get(pk=keys.pop()) if len(keys) == 1 else None


def _by_board(snapshot: Snapshot) -> Machine | None:
    """Return the machine that holds this very board and one of these disks.

    Makers give one number to many boards: without a disk in common a person is asked, by an EvidenceRefused,
    unless both machines have serial numbers, which then differ.
    """
    machine = _machine_of(snapshot.board, serial=True)
    if machine is None or (snapshot.serial and _other_serial(machine, snapshot)):
        return None
    if _has_a_disk_of(machine, snapshot):
        return machine
    message = _(
        "This file shows the board of %(tag)s (%(name)s), and nothing else tells that it is the same machine."
        " If it is, give this tag; if not, note the other machine first, and give its own."
    )
    raise EvidenceRefused(message % {"tag": machine.tag, "name": machine.name})


def _by_disk_and_board(snapshot: Snapshot) -> Machine | None:
    """Return the machine with one of these disks and a board of this model; one alone may have moved."""
    if snapshot.board is None or not snapshot.board.model:
        return None
    for disk in snapshot.disks:
        machine = _machine_of(disk, serial=True)
        if machine is None or (snapshot.serial and _other_serial(machine, snapshot)):
            continue
        boards = parts_in(machine).filter(kind=ComponentKind.OTHER, model=snapshot.board.model)
        if boards.exists():
            return machine
    return None


# A machine has one of each: another name for it is another tool's.
ONE_EACH = {ComponentKind.PROCESSOR, ComponentKind.OTHER}


@dataclass(frozen=True)
class Placed:
    """What placing parts changed: whether anything did, and the keys of the machines that lost some."""

    anything: bool
    left: frozenset[int]
    moved: tuple[Moved, ...] = ()


@dataclass(frozen=True)
class Moved:
    """A disk that moved. `came_from` is a tag, empty for the shelf; None for one that left this machine."""

    disk: Component
    came_from: str | None

    @property
    def in_words(self) -> str:
        """What the answer says of it."""
        said = {"disk": self.disk, "tag": self.came_from}
        if self.came_from is None:
            return _("The disk %(disk)s is no longer inside: it is on the shelf.") % said
        if not self.came_from:
            return _("The disk %(disk)s was not in a machine: it is in this one now.") % said
        return _("The disk %(disk)s was in %(tag)s: it is in this machine now.") % said


def place_parts(machine: Machine, snapshot: Snapshot, *, may_move: bool = True) -> Placed:
    """Note the snapshot's parts in the machine, locked; return what changed.

    A disk that is known in another machine moves here when `may_move`; else somebody is asked, by an
    EvidenceRefused. One that was here and is missing goes on the shelf, only when the snapshot lists every
    disk and leaves no doubt.
    """
    inside = list(parts_in(machine))
    before = set(inside)
    kept: set[Component] = set()
    for part in snapshot.parts:
        component = _known(part, machine, [one for one in inside if one not in kept], kept) or _note(part)
        kept.add(component)
    came = sorted(kept - before, key=lambda one: one.pk)
    left = frozenset(key for one in came if (key := machine_key(one)))
    moved = _moves(came)
    if not may_move and (asked := next((move for move in moved if move.came_from), None)):
        raise _is_elsewhere(asked, machine, snapshot)
    for component in came:
        move_part(component, Whereabouts.IN_MACHINE, machine)
    lists_all = snapshot.complete and not snapshot.gaps
    gone = sorted(before - kept, key=lambda one: one.pk) if lists_all else []
    gone = [one for one in gone if one.kind == ComponentKind.STORAGE]
    for component in gone:
        move_part(component, Whereabouts.ON_SHELF)
    moved += [Moved(disk, None) for disk in gone]
    return Placed(bool(gone or came), left, tuple(moved))


def _moves(came: list[Component]) -> list[Moved]:
    """Return the disks that come from elsewhere; one that is seen for the first time does not."""
    disks = [one for one in came if one.kind == ComponentKind.STORAGE and one.moves.exists()]
    homes = {disk: Machine.objects.filter(pk=machine_key(disk) or 0).first() for disk in disks}
    return [Moved(disk, home.tag if home else "") for disk, home in homes.items()]


def _is_elsewhere(move: Moved, machine: Machine, snapshot: Snapshot) -> EvidenceRefused:
    message = _(
        "The disk %(disk)s is known in %(home)s, and this file shows it in another machine: %(machine)s. Look"
        " which one holds it. If it was moved, say so: give the tag of the machine that the file is about,"
        " or tick that disks were moved."
    )
    named = " ".join(filter(None, [machine.name, snapshot.serial]))
    return EvidenceRefused(message % {"disk": move.disk, "home": move.came_from, "machine": named})


def _known(part: Part, machine: Machine, inside: list[Component], taken: set[Component]) -> Component | None:
    """Return the component that `part` is: by its serial number anywhere, else by its size in the machine.

    A board stays in its machine: two that show one number are two, and the number names neither.
    """
    if part.serial and not (part.kind == ComponentKind.OTHER and _is_anothers(part, machine)):
        same = Component.objects.filter(kind=part.kind, serial=part.serial)
        if part.kind != ComponentKind.STORAGE:
            same = same.filter(model=part.model)
        found = [one for one in same if one not in taken]
        exact = [one for one in found if one.model == part.model]
        # Cheap disks share numbers: another model of another size is not the one that was erased.
        if exact or (len(found) == 1 and not apart(found[0].size, part.size)):
            return (exact or found)[0]
        # Two parts of one machine bear this number: it names neither.
        part = replace(part, serial="") if taken.intersection(same) else part
    return next((one for one in inside if _may_be(one, part)), None)


def _is_anothers(board: Part, machine: Machine) -> bool:
    same = Component.objects.filter(kind=board.kind, model=board.model, serial=board.serial)
    return any((key := machine_key(one)) and key != machine.pk for one in same)


def _may_be(component: Component, part: Part) -> bool:
    """Tell whether a component of the machine may be this part, which a serial number does not name."""
    if component.kind != part.kind:
        return False
    if part.serial and component.serial:
        return False
    if part.kind in ONE_EACH:
        return True
    if part.serial and part.kind == ComponentKind.STORAGE:
        return False
    if part.size is None or component.size is None:
        return component.model == part.model
    return alike(component.size, part.size)


def _note(part: Part) -> Component:
    """Write the component; a serial number that another one has, or that stands alone, is left out."""
    names_it = part.kind == ComponentKind.STORAGE or bool(part.model)
    same = Component.objects.filter(kind=part.kind, model=part.model, serial=part.serial)
    serial = part.serial if names_it and not same.exists() else ""
    return Component.objects.create(
        kind=part.kind,
        maker=part.maker,
        model=part.model,
        serial=serial,
        size=part.size,
        technology=part.technology,
    )


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
            problem = trigger_refusal(error) or WrongState(
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
        named = _tag_it_is_about(machine, trusted, asked)
        note_reading(evidence, trusted, named)
        changed, moved = _write(machine, trusted, asked)
        outcome = CREATED if created else MATCHED if changed else UNCHANGED
        tell(evidence, outcome, machine=named)
    nothing_new = _("It says nothing new.") if outcome == UNCHANGED else ""
    said = [*snapshot.notes, nothing_new, *moved, _doubt(evidence)]
    return Imported(outcome, machine.tag, snapshot.serial, " ".join(filter(None, said)))


def _tag_it_is_about(machine: Machine, snapshot: Snapshot, asked: Importing) -> Machine:
    """Return the machine, or the tag leading to it that is named: set free, the tag keeps its files."""
    tags = machine.merged.all()
    named = {"tag": "".join(asked.tag.split()).upper()} if asked.tag else {"serials__value": snapshot.serial}
    return tags.filter(**named).first() or machine


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
    if not snapshot.serial or Machine.objects.bearing(snapshot.serial).filter(pk=machine.pk).exists():
        return False
    Serial.objects.create(machine=machine, maker=snapshot.maker_key, value=snapshot.serial)
    return True
