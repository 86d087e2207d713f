"""The parts that an inventory shows: noted once each, and moved to the machine where they were seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from equipment.evidence.units import alike, apart
from equipment.models import Component, ComponentKind, Whereabouts

from .components import move_part, parts_in
from .matching import machine_key

if TYPE_CHECKING:
    from equipment.evidence.snapshot import Part, Snapshot
    from equipment.models import Machine

# A machine has one of each: another name for it is another tool's.
ONE_EACH = {ComponentKind.PROCESSOR, ComponentKind.OTHER}


@dataclass(frozen=True)
class Placed:
    """What placing parts changed: whether anything did, and the keys of the machines that lost some."""

    anything: bool
    left: frozenset[int]


def place_parts(machine: Machine, snapshot: Snapshot) -> Placed:
    """Note the snapshot's parts in the machine, locked; return what changed.

    A disk that was elsewhere moves here. One that was here and is missing goes on the shelf, only when the
    snapshot lists every disk.
    """
    inside = list(parts_in(machine))
    before = set(inside)
    kept: set[Component] = set()
    for part in snapshot.parts:
        component = _known(part, [one for one in inside if one not in kept], kept) or _note(part)
        kept.add(component)
    came = sorted(kept - before, key=lambda one: one.pk)
    left = frozenset(key for one in came if (key := machine_key(one)))
    for component in came:
        move_part(component, Whereabouts.IN_MACHINE, machine)
    gone = {one for one in before - kept if one.kind == ComponentKind.STORAGE} if snapshot.complete else set()
    for component in gone:
        move_part(component, Whereabouts.ON_SHELF)
    return Placed(bool(gone or came), left)


def _known(part: Part, inside: list[Component], taken: set[Component]) -> Component | None:
    """Return the component that `part` is: by its serial number anywhere, else by its size in the machine."""
    if part.serial:
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
