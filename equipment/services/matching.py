"""Which machine a snapshot is about: its serial number, its label, or the parts that only it holds."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from equipment.evidence.errors import EvidenceRefused
from equipment.models import Component, ComponentKind, Machine, Serial

from .components import parts_in

if TYPE_CHECKING:
    from equipment.evidence.snapshot import Part, Snapshot


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
