"""What is asked of a machine before it moves on: how to look at its parts and doubts, and what to say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from equipment.errors import EquipmentError, Missing, NotProved, WrongState
from equipment.models import (
    Component,
    ComponentKind,
    ComponentMove,
    DataProof,
    Evidence,
    Machine,
    Need,
    NeedState,
    ProofKind,
    Whereabouts,
)
from equipment.models.proof import WRITTEN_BY_HAND
from equipment.states import Custody, Grade
from equipment.transitions import Condition

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from equipment.querysets import EvidenceQuerySet


def parts_of(machines: QuerySet[Machine] | Iterable[Machine]) -> QuerySet[Component]:
    """Return the parts that are in one of `machines`, or were there last: their workshop has them.

    Each tells `where` it is (Whereabouts), its `last_machine` (key) and that machine's `last_tag`, and of a
    disk the last `finding` (ProofKind, None without one) and whether it is `proved`.
    """
    moves = ComponentMove.objects.filter(component=OuterRef("pk")).order_by("-sequence")
    with_machine = moves.exclude(machine=None)
    proofs = DataProof.objects.filter(component=OuterRef("pk")).order_by("-pk")
    return Component.objects.annotate(
        where=Subquery(moves.values("whereabouts")[:1]),
        last_machine=Subquery(with_machine.values("machine")[:1]),
        last_tag=Subquery(with_machine.values("machine__tag")[:1]),
        finding=Subquery(proofs.values("kind")[:1]),
        proved=Subquery(proofs.values("proves")[:1]),
    ).filter(last_machine__in=machines)


def disks_in(machine: Machine) -> QuerySet[Component]:
    """Return the disks that are in the machine today, each with `last_kind` and `last_proves`."""
    last_move = ComponentMove.objects.filter(component=OuterRef("pk")).order_by("-sequence")
    last_proof = DataProof.objects.filter(component=OuterRef("pk")).order_by("-pk")
    return (
        Component.objects.filter(kind=ComponentKind.STORAGE)
        .annotate(
            in_machine=Subquery(last_move.values("machine")[:1]),
            last_kind=Subquery(last_proof.values("kind")[:1]),
            last_proves=Subquery(last_proof.values("proves")[:1]),
        )
        .filter(in_machine=machine.pk)
    )


def on_shelves(parts: QuerySet[Component]) -> QuerySet[Component]:
    """Keep those that lie on a shelf; `parts` come from `parts_of()`."""
    return parts.filter(where=Whereabouts.ON_SHELF)


def with_slips(parts: QuerySet[Component]) -> QuerySet[Component]:
    """Tell of each disk whether its last `finding` `may_be_withdrawn`; `parts` come from `parts_of()`."""
    proofs = DataProof.objects.filter(component=OuterRef("pk")).order_by("-pk")
    by_hand = Q(shown_by=None) | Q(shown_by__in=WRITTEN_BY_HAND)
    return parts.annotate(shown_by=Subquery(proofs.values("evidence__format")[:1])).annotate(
        may_be_withdrawn=ExpressionWrapper(Q(finding=ProofKind.FAILED) & by_hand, output_field=BooleanField())
    )


def in_doubt(parts: QuerySet[Component]) -> QuerySet[Component]:
    """Keep the disks that nothing proves to be erased; `parts` come from `parts_of()`."""
    return parts.filter(Q(proved=None) | Q(proved=False), kind=ComponentKind.STORAGE)


# Reasons are sentences of their own: French puts a no-break space before what separates them.
BETWEEN = "\N{NO-BREAK SPACE}; "


def doubts_of(machine: Machine) -> list[Evidence]:
    """Return the inventories of the machine that may leave out a disk, and that nobody answered for since."""
    return list(Evidence.objects.of(machine).in_doubt().order_by("pk"))


def shown_storage(machine: Machine) -> EvidenceQuerySet:
    """Return the inventories that show a disk, or what one hangs from, and that no signed list answers for.

    While there is one, nobody may say in one word that there is no disk.
    """
    answered = Q(settled_by__kind=ProofKind.CONTENTS)
    return Evidence.objects.of(machine).filter(shows_storage=True).exclude(answered)


def left_open(machine: Machine) -> list[Evidence]:
    """Return the inventories that a signed list of what the machine holds would answer for."""
    answered = Q(settled_by__kind=ProofKind.CONTENTS)
    return list(Evidence.objects.of(machine).leaving_open().exclude(answered).order_by("pk"))


def as_it_stands(machine: Machine) -> str:
    """Return what somebody sees when they sign: the disks inside, the inventories that are left open."""
    disks = sorted(disks_in(machine).values_list("pk", flat=True))
    return f"{disks} {[each.pk for each in left_open(machine)]}"


def in_words(evidence: Evidence) -> str:
    """Return what an inventory may not have seen: « Inventaire lshw du 12 mars 2026 : … »."""
    received = date_format(timezone.localtime(evidence.received_at), "DATE_FORMAT")
    reasons = evidence.gap_labels or [_("It shows a disk, or what a disk hangs from")]
    named = _("%(format)s of %(day)s") % {"format": evidence.get_format_display(), "day": received}
    return _("%(inventory)s: %(reasons)s.") % {"inventory": named, "reasons": BETWEEN.join(reasons)}


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
