"""The same object was tagged twice: one tag leads to the other. One step only, and it can be undone.

Serial numbers stay where they were noted: who looks for one follows the tag (`MachineQuerySet.bearing`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from equipment.db_triggers.errors import translate_trigger_errors
from equipment.errors import WrongState
from equipment.models import Component, ComponentKind, Machine, Whereabouts
from equipment.services.components import lock_all, move_part, parts_in, put_back
from equipment.services.ledger import check_role, project, write_details, write_entry
from equipment.services.rereading import read_kept
from equipment.states import Custody
from equipment.transitions import Role

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.base_user import AbstractBaseUser

MERGE = "merge"
UNMERGE = "unmerge"


@translate_trigger_errors()
@transaction.atomic
def merge(machine: Machine, into: Machine, *, by: AbstractBaseUser | None) -> None:
    """Let the tag of `machine` lead to `into`, which gets its parts. Raises NotAllowed or WrongState."""
    if machine.pk == into.pk:
        raise WrongState(_("It is the same tag twice: scan the other one."))
    for each in (machine, into):
        check_role(each, Role.RESPONSIBLE, by)
    locked = lock_all([machine, into])
    source, target = locked[machine.pk], locked[into.pk]
    _check_both(source, target)
    details, now = write_details(by), timezone.now()
    write_entry(source, MERGE, at=now, details=details)
    for part in parts_in(source):
        move_part(part, Whereabouts.IN_MACHINE, target, at=now, details=details)
    source.merged_into = target
    source.save(update_fields=["merged_into", "updated_at"])
    project(target, details=details)


@translate_trigger_errors()
@transaction.atomic
def unmerge(machine: Machine, *, by: AbstractBaseUser | None) -> None:
    """Make two machines of two tags again: each has its own parts. Raises NotAllowed or WrongState."""
    check_role(machine, Role.RESPONSIBLE, by)
    leads_to = machine.merged_into
    if leads_to is None:
        raise WrongState(_("This tag leads to no other machine."))
    locked = lock_all([machine, leads_to])
    source, target = locked[machine.pk], locked[leads_to.pk]
    if source.merged_into_id != target.pk:
        raise WrongState(_("Somebody changed this machine at the same moment. Look at it again."))
    if target.custody != Custody.OURS:
        raise WrongState(_("The machine %(tag)s is not with us any more.") % {"tag": target})
    merged = source.entries.filter(code=MERGE).order_by("-sequence").first()
    details = write_details(by)
    source.merged_into = None
    source.save(update_fields=["merged_into", "updated_at"])
    write_entry(source, UNMERGE, details=details)
    if merged is not None:
        put_back(source, taken_at=merged.at, details=details)
        for disk in _listed_since(source, merged.at, target):
            move_part(disk, Whereabouts.IN_MACHINE, source, details=details)
    for each in (source, target):
        project(each, details=details)


def _listed_since(source: Machine, merged_at: datetime, target: Machine) -> list[Component]:
    """Return the disks in `target` that files about the tag listed while it led there: they are its own."""
    kept = source.evidence.filter(received_at__gte=merged_at, shows_storage=True)
    read = filter(None, map(read_kept, kept))
    serials = {disk.serial for snapshot in read for disk in snapshot.disks if disk.serial}
    return list(parts_in(target).filter(kind=ComponentKind.STORAGE, serial__in=serials))


def _check_both(source: Machine, target: Machine) -> None:
    if source.organization_id != target.organization_id:
        raise WrongState(_("These two machines belong to two organisations."))
    if source.merged_into_id or target.merged_into_id or source.merged.exists():
        raise WrongState(_("One of these tags leads to another machine already: undo that first."))
    if source.custody != Custody.OURS or target.custody != Custody.OURS:
        raise WrongState(_("Both machines must be with us, and kept for nobody."))
