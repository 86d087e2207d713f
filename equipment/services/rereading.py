"""Inventories kept from before are read again by readers that have learnt to see more.

Only what the readers make of a file is written, beside the file: no row of the ledger, no finding, no part. A
machine of which a disk may not have been seen is then held, listed, or told as one to call back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from equipment.conf import get_conf
from equipment.evidence.findings import EvidenceRefused
from equipment.evidence.reading import read_stream
from equipment.evidence.recognize import read_inventory
from equipment.evidence.values import alike
from equipment.evidence.version import READERS_VERSION
from equipment.models import Component, ComponentKind, Evidence, Gap, Machine, ProofKind
from equipment.services.ledger import lock
from equipment.states import Custody, Step

if TYPE_CHECKING:
    from equipment.evidence.snapshot import Part, Snapshot
    from equipment.querysets import EvidenceQuerySet

# What `migrate` reads by itself; the worker reads the rest, a handful at a time.
AT_ONCE, HANDFUL = 2_000, 100


def to_be_read_again() -> EvidenceQuerySet:
    """Return the inventories of machines that today's readers have not looked at."""
    old = Q(gaps=Gap.UNREAD) | Q(readers_version__gt=0, readers_version__lt=READERS_VERSION)
    return Evidence.objects.filter(old).exclude(machine=None)


def read_again(most: int = HANDFUL) -> int:
    """Read `most` inventories again at most, and return how many were; each is written by itself.

    Stopped at any point, it goes on from there. A file that is missing or cannot be read any more may leave
    out anything: `Gap.PARTIAL`.
    """
    keys = list(to_be_read_again().order_by("pk").values_list("pk", flat=True)[:most])
    for key in keys:
        _read_one(key)
    return len(keys)


def _read_one(key: int) -> None:
    kept = Evidence.objects.get(pk=key)
    snapshot = read_kept(kept)
    with transaction.atomic():
        # The machine first, as who signs for it does: nobody waits for each other.
        machine = lock(Machine(pk=kept.machine_id))
        evidence = to_be_read_again().select_for_update().filter(pk=key).first()
        if evidence is None:
            return
        if snapshot is None:
            evidence.gaps = Gap.PARTIAL
        else:
            unnoted = [Gap.UNNOTED] if _lists_another_disk(snapshot, machine) else []
            evidence.gaps = " ".join(dict.fromkeys(map(str, [*snapshot.gaps, *unnoted])))
            evidence.shows_storage = snapshot.shows_storage
        evidence.readers_version = READERS_VERSION
        evidence.settled_by_id = _who_answers(evidence, machine)
        evidence.save(update_fields=["gaps", "shows_storage", "readers_version", "settled_by"])
        if (machine.step, machine.custody) == (Step.READY, Custody.OURS):
            # The stock and the search follow the machine, and nothing else of it changes.
            machine.save(update_fields=["updated_at"])


def read_kept(evidence: Evidence) -> Snapshot | None:
    """Return what today’s readers make of a kept inventory, None when it cannot be read any more."""
    if evidence.size > get_conf()["LARGEST_EVIDENCE"]:
        return None
    try:
        with evidence.file.open("rb") as stream:
            return read_inventory(read_stream(stream))  # type: ignore[arg-type]
    except (EvidenceRefused, OSError, ValueError):
        return None


def _lists_another_disk(snapshot: Snapshot, machine: Machine) -> bool:
    """Tell whether the file lists a disk that was never noted in the machine or in a tag that leads to it."""
    here = Q(moves__machine=machine) | Q(moves__machine__merged_into=machine)
    if machine.merged_into_id:
        here |= Q(moves__machine=machine.merged_into_id)
    known = list(Component.objects.filter(here, kind=ComponentKind.STORAGE).distinct())
    for disk in snapshot.disks:
        same = next((one for one in known if _is_the_same(one, disk)), None)
        if same is None:
            return True
        known.remove(same)
    return False


def _is_the_same(component: Component, disk: Part) -> bool:
    if disk.serial and component.serial:
        return disk.serial == component.serial
    # Older readers took some sizes in the wrong unit.
    return alike(component.size, disk.size) or bool(disk.model and component.model == disk.model)


def _who_answers(evidence: Evidence, machine: Machine) -> int | None:
    """Return the finding that answers for the file: the one before, or « no disk » said of it since.

    « No disk » answers for nothing once the file shows storage.
    """
    before = evidence.settled_by
    if before is not None and (before.kind == ProofKind.CONTENTS or not evidence.shows_storage):
        return before.pk
    if evidence.shows_storage or not evidence.gaps:
        return None
    word = machine.proofs.filter(component=None).order_by("-pk").first()
    if word is None or word.kind != ProofKind.NO_STORAGE or word.at < evidence.received_at:
        return None
    return word.pk
