"""The conditions of the table of transitions: how to look, and what to say when one is not met."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _

from .axes import Custody, Grade
from .doubts import doubts_of, in_words
from .errors import EquipmentError, Missing, NotProved, WrongState
from .models import Component, Need, NeedState, ProofKind, Whereabouts
from .part_querysets import disks_in
from .transitions import Condition

if TYPE_CHECKING:
    from collections.abc import Callable

    from .models import Machine


def has_no_disk(machine: Machine) -> bool:
    """Tell whether somebody opened the machine and found no disk, and it has not come back since."""
    last = machine.proofs.filter(component=None).order_by("-pk").first()
    return last is not None and last.kind == ProofKind.NO_STORAGE


def unproved_disks(machine: Machine) -> list[Component]:
    """Return the disks in the machine that nothing proves to be erased."""
    return [disk for disk in disks_in(machine) if not disk.last_proves]  # type: ignore[attr-defined]


def check_conditions(machine: Machine, conditions: tuple[Condition, ...], given: dict[str, Any]) -> None:
    """Raise the refusal of the first condition that the machine does not meet; it must be locked."""
    for condition in conditions:
        problem = _CHECKS[condition](machine, given)
        if problem is not None:
            raise problem


def _disks_proved(machine: Machine, given: dict[str, Any]) -> EquipmentError | None:
    unproved = unproved_disks(machine)
    if unproved:
        return NotProved(
            _(
                "Nothing proves that this disk is erased: %(disks)s. Import the log of the erasure, type its"
                " certificate, or note that the disk was destroyed."
            )
            % {"disks": ", ".join(map(str, unproved))}
        )
    return _every_disk_seen(machine) or _opened(machine)


def _every_disk_seen(machine: Machine) -> EquipmentError | None:
    """What an inventory may have left out proves nothing: somebody opens or boots the machine, and signs."""
    doubts = doubts_of(machine)
    if not doubts:
        return None
    return NotProved(
        _(
            "A disk of this machine may not have been seen. %(doubts)s Open it or boot it, note each disk"
            " that it holds, then sign “Here is what it holds”."
        )
        % {"doubts": " ".join(map(in_words, doubts))}
    )


def _opened(machine: Machine) -> EquipmentError | None:
    if not disks_in(machine).exists() and not has_no_disk(machine):
        return NotProved(
            _(
                "No disk is known in this machine. Import its inventory, note its disks by hand, or open it"
                " and note that there is no disk inside."
            )
        )
    return None


def _only_the_donors_data(machine: Machine, given: dict[str, Any]) -> EquipmentError | None:
    """What goes back to its donor unproved is what the donor brought: never what somebody else left on it."""
    came_back = machine.entries.filter(code="take_back").exclude(from_custody=Custody.SENT_BACK).exists()
    strange = [disk for disk in unproved_disks(machine) if came_back or _was_elsewhere(disk, machine)]
    if strange:
        return NotProved(
            _(
                "This disk may hold somebody else’s data: %(disks)s. Erase it and import the log, or take it"
                " out, before the machine goes back to its donor."
            )
            % {"disks": ", ".join(map(str, strange))}
        )
    return (_every_disk_seen(machine) or _opened(machine)) if came_back else None


def _was_elsewhere(disk: Component, machine: Machine) -> bool:
    """Tell whether the disk was out on its own, or in another machine than this one and its other tags."""
    own = Q(machine=machine) | Q(machine__merged_into=machine)
    strange = Q(whereabouts=Whereabouts.OUT) | (Q(machine__isnull=False) & ~own)
    return disk.moves.filter(strange).exists()


def _graded(machine: Machine, given: dict[str, Any]) -> EquipmentError | None:
    if machine.grade:
        return None
    return Missing(_("Say first what condition the machine is in."), field="grade")


def _not_for_parts(machine: Machine, given: dict[str, Any]) -> EquipmentError | None:
    if machine.grade != Grade.PARTS:
        return None
    return WrongState(_("This machine is for parts: dismantle it, or give it another condition."))


def _kept_for_this_need(machine: Machine, given: dict[str, Any]) -> EquipmentError | None:
    kept = Need.objects.filter(machine=machine, state=NeedState.ALLOCATED).first()
    if kept is None or kept == given.get("need"):
        return None
    return WrongState(
        _("This machine is kept for the request %(reference)s. Serve that request, or release the machine.")
        % {"reference": kept.reference}
    )


_CHECKS: dict[Condition, Callable[[Machine, dict[str, Any]], EquipmentError | None]] = {
    Condition.DISKS_PROVED: _disks_proved,
    Condition.GRADED: _graded,
    Condition.NOT_FOR_PARTS: _not_for_parts,
    Condition.KEPT_FOR_THIS_NEED: _kept_for_this_need,
    Condition.ONLY_THE_DONORS_DATA: _only_the_donors_data,
}
