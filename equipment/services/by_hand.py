"""What is typed on the card: numbers, disks, memory; and what was typed by mistake."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from equipment.db_triggers.errors import translate_trigger_errors, trigger_refusal
from equipment.errors import Missing, NotAllowed, WrongState
from equipment.evidence.snapshot import GIGABYTE
from equipment.evidence.values import phrase, real_serial
from equipment.makers import maker_key
from equipment.models import (
    Component,
    ComponentKind,
    DataProof,
    Evidence,
    EvidenceFormat,
    Machine,
    Serial,
    Technology,
    Whereabouts,
)
from equipment.services.arrivals import receive
from equipment.services.components import lock_all, move_part, owner_of, parts_in
from equipment.services.inventory import machine_key, standing
from equipment.services.ledger import (
    DATA,
    check_role,
    lock,
    project,
    status_from_proofs,
    write_details,
    write_entry,
)
from equipment.states import GONE, Kind
from equipment.transitions import Role
from maillage.places.models import Organization

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.contrib.auth.base_user import AbstractBaseUser

    from equipment.models import ComponentMove

POCKET = (Kind.PHONE, Kind.TABLET)
IMEI_LENGTH = 15
_BETWEEN_FIGURES = re.compile(r"[\s./-]")


class Sort(TextChoices):
    """What a person sees of a disk."""

    HDD = "hdd", gettext_lazy("Hard disk")
    SSD = "ssd", gettext_lazy("SSD, memory card or USB stick that comes out")
    SOLDERED = "soldered", gettext_lazy("Soldered memory: phone, tablet, thin laptop")


@dataclass(frozen=True)
class TypedDisk:
    """A disk as somebody copies it. `unreadable`: it bears no number that can be read."""

    sort: str
    maker: str = ""
    model: str = ""
    serial: str = ""
    size_gb: int | None = None
    unreadable: bool = False
    taken_out: bool = False


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Raise as an EquipmentError what the database refused, two people who write the same thing included.

    It goes around the transaction: inside, nothing more could be asked of the database.
    """
    try:
        yield
    except IntegrityError as error:
        same = WrongState(_("Somebody wrote the same thing at the same moment. Look at it again."))
        raise trigger_refusal(error) or same from error


@one_at_a_time()
@transaction.atomic
def arrive(organization: Organization, *, by: AbstractBaseUser, serial: str = "", **fields: Any) -> Machine:
    """Write a machine that has arrived as somebody describes it; what is typed is locked against imports.

    Raises NotAllowed, or Missing for a number that is none or another machine’s.
    """
    mine = Organization.objects.for_user(by).filter(pk=organization.pk)
    if not by.has_perm(Role.MEMBER) or not mine.exists():  # type: ignore[attr-defined]
        raise NotAllowed(_("Only the people in charge of this workshop can do this."))
    machine = receive(
        organization, by=by, locked_fields=sorted(name for name in fields if fields[name]), **fields
    )
    if serial.strip():
        _number(machine, serial)
    return machine


@one_at_a_time()
@transaction.atomic
def note_sheet(machine: Machine, *, by: AbstractBaseUser, serial: str = "", **fields: Any) -> Machine:
    """Write what somebody reads on a machine; what changes is locked against imports.

    Raises as `arrive()`, and WrongState for a machine that is not here.
    """
    machine = _lock_here(machine, by)
    changed = [name for name, value in fields.items() if getattr(machine, name) != value]
    for name in changed:
        setattr(machine, name, fields[name])
    machine.locked_fields = sorted({*machine.locked_fields, *changed})
    machine.save(update_fields=[*changed, "locked_fields", "updated_at"])
    if serial.strip():
        _number(machine, serial)
    return machine


@transaction.atomic
def forget_serial(serial: Serial, *, by: AbstractBaseUser) -> None:
    """Take away a serial number that was copied wrongly; raises NotAllowed, WrongState."""
    _lock_here(serial.machine, by)
    serial.delete()


@one_at_a_time()
@transaction.atomic
def note_disk(machine: Machine, disk: TypedDisk, *, by: AbstractBaseUser) -> Component:
    """Write a disk that somebody sees in the machine, or holds in the hand (`taken_out`), and return it.

    Nothing is proved by it. Raises NotAllowed, WrongState, or Missing for a number that is wanting or known.
    """
    machine = _lock_here(machine, by)
    if machine.kind in POCKET and disk.sort != Sort.SOLDERED and not disk.taken_out:
        raise Missing(
            _(
                "A reset leaves a memory card as it is. Take it out and tick the box: it is erased on its"
                " own."
            ),
            field="taken_out",
        )
    serial = _serial_of(disk)
    if serial:
        _check_is_unknown(serial, machine, by)
    else:
        _check_is_told_apart(machine, disk)
    component = _written(disk, serial)
    details = write_details(by)
    move_part(component, Whereabouts.IN_MACHINE, machine, details=details)
    if disk.taken_out:
        move_part(component, Whereabouts.ON_SHELF, details=details)
    elif disk.size_gb and not machine.storage_gb:
        machine.storage_gb = disk.size_gb
        machine.save(update_fields=["storage_gb", "updated_at"])
    project(machine, details=details)
    return component


def _written(disk: TypedDisk, serial: str) -> Component:
    """Return the row of a disk: a new one, or the one that was called a mistake under this very name."""
    is_soldered = disk.sort == Sort.SOLDERED
    model = phrase(disk.model, 80) or (pgettext("a disk", "Soldered memory") if is_soldered else "")
    again = Component.objects.filter(kind=ComponentKind.STORAGE, model=model, serial=serial)
    if serial and (known := again.first()):
        return known
    return Component.objects.create(
        kind=ComponentKind.STORAGE,
        maker=phrase(disk.maker, 60),
        model=model,
        serial=serial,
        size=disk.size_gb * GIGABYTE if disk.size_gb else None,
        technology=Technology.HDD if disk.sort == Sort.HDD else Technology.SSD,
    )


def has_soldered_memory(machine: Machine) -> bool:
    """Tell whether flash memory that bears no number is noted inside."""
    flash = parts_in(machine).filter(kind=ComponentKind.STORAGE, technology=Technology.SSD)
    return flash.filter(serial="").exists()


def _lock_here(machine: Machine, by: AbstractBaseUser) -> Machine:
    check_role(machine, Role.MEMBER, by)
    machine = lock(machine)
    if machine.merged_into_id:
        raise WrongState(_("This tag leads to another machine: open that one."))
    if machine.custody in GONE:
        raise WrongState(_("This machine has left. Note first that it came back."))
    return machine


def _serial_of(disk: TypedDisk) -> str:
    serial = real_serial(disk.serial)
    if disk.serial.strip() and not serial:
        raise Missing(_("This is not a serial number: copy the one on the disk."), field="serial")
    if not serial and disk.sort != Sort.SOLDERED and not disk.unreadable:
        raise Missing(
            _(
                "Copy the serial number on the disk. If none can be read, tick the box and stick a label"
                " on it."
            ),
            field="serial",
        )
    return serial


def _check_is_unknown(serial: str, machine: Machine, by: AbstractBaseUser) -> None:
    """Refuse the number of a disk that is known: it is moved, or looked at again, and never written twice.

    One that was called a mistake may be seen after all.
    """
    own = set(Organization.objects.for_user(by).values_list("pk", flat=True))
    for known in Component.objects.filter(kind=ComponentKind.STORAGE, serial=serial):
        owner, key = owner_of(known), machine_key(known)
        mine = owner is not None and owner.organization_id in own
        if mine and known.moves.latest("sequence").whereabouts == Whereabouts.NOWHERE:
            continue
        if key == machine.pk:
            message = _("This disk is noted in this machine already.")
        elif not mine:
            message = _("Another workshop knows a disk of this number. Look at it again, then ask them.")
        elif key:
            message = _(
                "This number is that of a disk in %(tag)s. Look at it again, or take it out there first."
            )
        else:
            message = _("This disk is known: it came out of %(tag)s. Put it in from the shelf instead.")
        raise Missing(message % {"tag": owner.tag if owner else ""}, field="serial")


def _check_is_told_apart(machine: Machine, disk: TypedDisk) -> None:
    """Refuse a second soldered memory, or the same disk twice: nothing would tell one from the other."""
    if disk.sort == Sort.SOLDERED and has_soldered_memory(machine):
        raise Missing(
            _("Soldered memory is noted in this machine already. If there is more, give its number."),
            field="serial",
        )
    same = parts_in(machine).filter(
        kind=ComponentKind.STORAGE,
        serial="",
        model=phrase(disk.model, 80),
        size=disk.size_gb * GIGABYTE if disk.size_gb else None,
    )
    if disk.sort != Sort.SOLDERED and not disk.taken_out and same.exists():
        raise Missing(
            _("A disk without a number, of this model and size, is noted in this machine already."),
            field="serial",
        )


def _number(machine: Machine, typed: str) -> None:
    """Write the serial number of a locked machine, or the IMEI of a phone; nothing when it has it."""
    value = _real_number(machine, typed)
    key = maker_key(machine.maker)
    for known in Serial.objects.filter(value=value).select_related("machine__merged_into"):
        if standing(known.machine) == machine:
            return
        if known.maker in {"", key} or not key:
            raise Missing(_whose(known, machine), field="serial")
    Serial.objects.create(machine=machine, maker=key, value=value)


def _whose(known: Serial, machine: Machine) -> str:
    if known.machine.organization_id != machine.organization_id:
        return _("Another workshop knows a machine of this number. Look at it again, then ask them.")
    message = _("This number is that of %(tag)s. Look at it again; if it is the same machine, open that one.")
    return message % {"tag": standing(known.machine).tag}


def _real_number(machine: Machine, typed: str) -> str:
    figures = _BETWEEN_FIGURES.sub("", typed)
    is_imei = figures.isascii() and figures.isdecimal() and len(figures) == IMEI_LENGTH
    if machine.kind in POCKET and is_imei:
        if not _ends_as_an_imei(figures):
            raise Missing(
                _("One figure of this IMEI is wrong. Dial *#06# and copy the fifteen figures."),
                field="serial",
            )
        typed = figures
    value = real_serial(typed)
    if not value:
        raise Missing(
            _("This is not a serial number: copy the one on the machine, or leave it empty."), field="serial"
        )
    return value


def _ends_as_an_imei(figures: str) -> bool:
    """Tell whether the last figure is the one that the others give (3GPP TS 23.003, annex B)."""
    doubled = [int(one) * (2 if place % 2 else 1) for place, one in enumerate(figures)]
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0


def may_be_a_mistake(disk: Component) -> bool:
    """Tell whether a disk was typed, and nothing was found or imported since; the guard looks again."""
    moves = list(disk.moves.order_by("sequence"))
    machines = {move.machine_id for move in moves if move.machine_id}
    if disk.kind != ComponentKind.STORAGE or not moves or moves[0].details_id is None or len(machines) != 1:
        return False
    if moves[-1].whereabouts in {Whereabouts.OUT, Whereabouts.NOWHERE}:
        return False
    files = Evidence.objects.filter(machine__in=machines, received_at__gte=disk.noted_at)
    found = DataProof.objects.filter(component=disk).exists()
    return not found and not files.exclude(format=EvidenceFormat.PHOTO).exists()


@translate_trigger_errors()
@transaction.atomic
def note_mistake(disk: Component, *, by: AbstractBaseUser, words: str) -> ComponentMove:
    """Write that a disk does not exist, in the words of who signs; its machine is then looked at again.

    Nothing is proved by it: without another disk, somebody still has to say what is inside. Raises
    NotAllowed, Missing without words, WrongState for a disk that is known otherwise.
    """
    owner = owner_of(disk)
    if owner is None:
        raise NotAllowed(_("Only the people in charge of this workshop can do this."))
    check_role(owner, Role.RESPONSIBLE, by)
    if not words.strip():
        raise Missing(_("Say how the mistake was made."), field="words")
    machine = lock_all([owner])[owner.pk]
    disk = Component.objects.select_for_update().get(pk=disk.pk)
    if not may_be_a_mistake(disk):
        raise WrongState(
            _(
                "Only a disk that was typed here, and of which nothing was found or imported since, was typed"
                " by mistake. Note that it was erased or destroyed."
            )
        )
    details = write_details(by, words=words.strip()[:500])
    was_inside = machine_key(disk) is not None
    made = move_part(disk, Whereabouts.NOWHERE, details=details)
    if was_inside:
        # Told in the ledger whether or not it changes the machine: what is taken out of it is signed for.
        write_entry(machine, DATA, data=status_from_proofs(machine), details=details)
    return made
