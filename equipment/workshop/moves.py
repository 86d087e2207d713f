"""What may be done to a machine now, as its card shows it: buttons drawn from the table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from equipment.conditions import check_conditions
from equipment.errors import EquipmentError
from equipment.models import Need, NeedState
from equipment.services.ahead import FORWARD
from equipment.transitions import TRANSITIONS, Condition, Transition

if TYPE_CHECKING:
    from equipment.models import Machine
    from maillage.places.permissions import AnyUser


@dataclass(frozen=True)
class Move:
    """A transition that starts from where the machine is; `refusal` says what is missing first."""

    row: Transition
    refusal: str = ""

    @property
    def is_next(self) -> bool:
        """Whether it is the usual next step: a button of its own colour."""
        return self.row.code in FORWARD

    @property
    def is_one_tap(self) -> bool:
        """Whether nothing is asked: the button does it."""
        return not self.row.needs


def moves_of(machine: Machine, user: AnyUser) -> list[Move]:
    """Return what `user` may do to `machine`, in the order of the table, each condition looked at once."""
    rows = [
        row
        for row in TRANSITIONS.values()
        if row.starts_from(machine.step, machine.custody) and user.has_perm(row.role)  # type: ignore[union-attr]
    ]
    # Who serves the request that the machine is kept for is asked on the form.
    asked = {condition for row in rows for condition in row.conditions}
    refusals = {
        condition: _refusal(machine, condition) for condition in asked - {Condition.KEPT_FOR_THIS_NEED}
    }
    return [
        Move(row, next((refusals[one] for one in row.conditions if refusals.get(one)), "")) for row in rows
    ]


def kept_for(machine: Machine) -> Need | None:
    """Return the request that the machine is kept for, if there is one."""
    return Need.objects.filter(machine=machine, state=NeedState.ALLOCATED).first()


def _refusal(machine: Machine, condition: Condition) -> str:
    try:
        check_conditions(machine, (condition,), {})
    except EquipmentError as refusal:
        return str(refusal)
    return ""
