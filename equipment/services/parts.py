"""The parts that an inventory shows: noted once each, and moved to the machine where they were seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from equipment.evidence.errors import EvidenceRefused
from equipment.evidence.units import alike, apart
from equipment.models import Component, ComponentKind, Machine, Whereabouts

from .components import move_part, parts_in
from .matching import machine_key

if TYPE_CHECKING:
    from equipment.evidence.snapshot import Part, Snapshot

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
