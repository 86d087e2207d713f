"""The steps of the bench noted together: who did them all notes them at once, each with its entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from equipment.axes import Custody, Grade
from equipment.errors import Missing
from equipment.guards.refusals import told_in_words
from equipment.transitions import TRANSITIONS, Role

from .entries import lock
from .rights import check_role
from .transitions import apply

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

    from equipment.models import LedgerEntry, Machine
    from equipment.transitions import Transition

# The usual way through the workshop.
FORWARD = ("diagnose", "wipe", "refurbish", "test", "make_ready")


def steps_ahead(machine: Machine) -> list[Transition]:
    """Return the transitions that lead from where the machine stands to « ready », none when none does."""
    if machine.custody != Custody.OURS:
        return []
    step, found = machine.step, []
    for row in (TRANSITIONS[code] for code in FORWARD):
        if step in row.from_steps:
            found.append(row)
            step = row.to_step or step
    return found


@told_in_words()
@transaction.atomic
def bring_to_ready(machine: Machine, *, by: AbstractBaseUser, grade: str = "") -> list[LedgerEntry]:
    """Apply every step to « ready », and note the condition when it is given; all of it or nothing.

    Raises what `apply()` raises, whichever step is refused.
    """
    check_role(machine, Role.MEMBER, by)
    machine = lock(machine)
    if grade:
        if grade not in Grade.values:
            raise Missing(_("Say first what condition the machine is in."), field="grade")
        machine.grade = Grade(grade)
        machine.save(update_fields=["grade", "updated_at"])
    return [apply(machine, row.code, by=by) for row in steps_ahead(machine)]
