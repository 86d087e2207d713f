"""A disk that was typed by mistake: somebody who answers for the workshop signs that it does not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from equipment.errors import Missing, NotAllowed, WrongState
from equipment.guards.refusals import told_in_words
from equipment.models import Component, ComponentKind, DataProof, Evidence, EvidenceFormat, Whereabouts
from equipment.transitions import Role

from .components import lock_all, move_part, owner_of
from .entries import write_details, write_entry
from .matching import machine_key
from .projection import DATA, told_by_proofs
from .rights import check_role

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

    from equipment.models import ComponentMove


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


@told_in_words()
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
        write_entry(machine, DATA, data=told_by_proofs(machine), details=details)
    return made
