"""Every reusable read of parts: whose they are, where they are, what was found about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery

from .models import Component, ComponentKind, ComponentMove, DataProof, Machine, ProofKind, Whereabouts
from .models.proof import WRITTEN_BY_HAND

if TYPE_CHECKING:
    from collections.abc import Iterable


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
