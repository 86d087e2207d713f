"""Parts move: into a machine, onto the shelf, out. A disk takes along what is known of its data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from equipment.conditions import doubts_of
from equipment.db_triggers.errors import translate_trigger_errors
from equipment.errors import WrongState
from equipment.models import Component, ComponentKind, ComponentMove, Machine, Whereabouts
from equipment.services.contents import answer_for
from equipment.services.ledger import check_role, project, write_details
from equipment.states import GONE
from equipment.transitions import Role

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.base_user import AbstractBaseUser
    from django.db.models import QuerySet

    from equipment.models import EntryDetails


def parts_in(machine: Machine) -> QuerySet[Component]:
    """Return the parts that are in the machine today."""
    last = ComponentMove.objects.filter(component=OuterRef("pk")).order_by("-sequence")
    placed = Component.objects.annotate(in_machine=Subquery(last.values("machine")[:1]))
    return placed.filter(in_machine=machine.pk).order_by("pk")


def owner_of(part: Component) -> Machine | None:
    """Return the machine that the part is in, or was in last: its workshop has the part."""
    last = part.moves.exclude(machine=None).select_related("machine").order_by("-sequence").first()
    return last.machine if last else None


def attach(part: Component, machine: Machine, *, by: AbstractBaseUser | None) -> ComponentMove:
    """Put a part in a machine that is with us, from the shelf or from another machine.

    Raises NotAllowed, WrongState or NotProved; then nothing is written.
    """
    return _carry(part, Whereabouts.IN_MACHINE, machine, by)


def detach(part: Component, *, by: AbstractBaseUser | None) -> ComponentMove:
    """Lay a part on the shelf. Raises as `attach()`."""
    return _carry(part, Whereabouts.ON_SHELF, None, by)


def let_out(part: Component, *, by: AbstractBaseUser | None) -> ComponentMove:
    """Note that a part left on its own; a disk must be proved. Raises as `attach()`."""
    return _carry(part, Whereabouts.OUT, None, by)


@translate_trigger_errors()
@transaction.atomic
def _carry(
    part: Component, whereabouts: Whereabouts, machine: Machine | None, by: AbstractBaseUser | None
) -> ComponentMove:
    last = part.moves.order_by("-sequence").first()
    before = last.machine if last else None
    concerned = [each for each in (before, machine) if each is not None]
    for each in (owner_of(part), *concerned):
        if each is not None:
            check_role(each, Role.MEMBER, by)
    locked = lock_all(concerned)
    for each in locked.values():
        if each.custody in GONE:
            raise WrongState(
                _("The machine %(tag)s is not here: note first that it came back.") % {"tag": each}
            )
    details = write_details(by)
    made = move_part(part, whereabouts, locked[machine.pk] if machine else None, details=details)
    for each in locked.values():
        project(each, details=details)
    return made


def lock_all(machines: list[Machine]) -> dict[int, Machine]:
    """Return the machines by their key, locked, always in the same order: nobody waits for each other."""
    keys = {machine.pk for machine in machines}
    return {each.pk: each for each in Machine.objects.select_for_update().filter(pk__in=keys).order_by("pk")}


def move_part(
    part: Component,
    whereabouts: Whereabouts,
    machine: Machine | None = None,
    *,
    at: datetime | None = None,
    details: EntryDetails | None = None,
) -> ComponentMove:
    """Write the next move of a part; the machines it concerns are locked by the caller."""
    last = part.moves.order_by("-sequence").first()
    return ComponentMove.objects.create(
        component=part,
        sequence=last.sequence + 1 if last else 1,
        whereabouts=whereabouts,
        machine=machine,
        at=at or timezone.now(),
        details=details,
    )


def empty(machine: Machine, *, at: datetime, details: EntryDetails | None) -> None:
    """Lay every part of a locked machine on the shelf.

    Whoever took its disks out has seen that none is left: that is noted when we know who, unless an inventory
    may leave out a disk. Then somebody looks for it, and signs.
    """
    parts = list(parts_in(machine))
    for part in parts:
        move_part(part, Whereabouts.ON_SHELF, at=at, details=details)
    took_disks_out = any(part.kind == ComponentKind.STORAGE for part in parts)
    if details is not None and took_disks_out and not doubts_of(machine):
        answer_for(machine, details=details, at=at, reason=_("Dismantled: its disks were taken out."))


def put_back(machine: Machine, *, taken_at: datetime, details: EntryDetails | None) -> None:
    """Put back in a locked machine the parts that left it at that moment and have not moved since."""
    for part in Component.objects.filter(moves__machine=machine).distinct().order_by("pk"):
        last, *before = part.moves.order_by("-sequence")[:2]
        if last.at == taken_at and before and before[0].machine_id == machine.pk:
            move_part(part, Whereabouts.IN_MACHINE, machine, details=details)
