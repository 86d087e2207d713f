"""What the papers say of machines and disks, read in a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse

from equipment.messages.links import absolute
from equipment.models import ComponentKind, ComponentMove, DataProof, Machine

if TYPE_CHECKING:
    from collections.abc import Iterable

    from equipment.models import Component


@dataclass(frozen=True)
class DiskLine:
    """A disk that came with a machine, and what is known of its data."""

    disk: Component | None
    proof: DataProof | None

    @property
    def is_proved(self) -> bool:
        """Whether its data are gone, and something shows it."""
        return self.proof is not None and self.proof.proves

    @property
    def fingerprint(self) -> str:
        """The first signs of the SHA-256 of the file that shows it."""
        return self.proof.evidence.sha256[:16] if self.proof and self.proof.evidence else ""


@dataclass(frozen=True)
class MachineLine:
    """A machine and its disks."""

    machine: Machine
    disks: list[DiskLine]

    @property
    def serials(self) -> str:
        """Its serial numbers, as its maker gave them."""
        return ", ".join(serial.value for serial in self.machine.serials.all())


def machine_lines(machines: Iterable[Machine]) -> list[MachineLine]:
    """Return each machine with every disk that was ever seen in it; four queries."""
    rows = list(machines)
    moves = ComponentMove.objects.filter(machine__in=rows, component__kind=ComponentKind.STORAGE)
    disks: dict[int, dict[int, Component]] = {}
    for move in moves.select_related("component").order_by("pk"):
        disks.setdefault(move.machine_id or 0, {})[move.component_id] = move.component
    seen = {key for found in disks.values() for key in found}
    of_disk, of_machine = _last_proofs(seen, rows)
    return [
        MachineLine(
            row,
            [DiskLine(disk, of_disk.get(disk.pk)) for disk in disks.get(row.pk, {}).values()]
            or [DiskLine(None, of_machine.get(row.pk))],
        )
        for row in rows
    ]


def card_url(machine: Machine) -> str:
    """Return the whole address that the machine's QR code opens; nothing where it is not mounted."""
    try:
        return absolute(reverse("equipment_workshop:machine", args=[machine.tag]))
    except NoReverseMatch:
        return ""


def _last_proofs(
    disks: set[int], machines: list[Machine]
) -> tuple[dict[int | None, DataProof], dict[int, DataProof]]:
    """Return the last finding by disk, and the last one about each machine as a whole."""
    proofs = DataProof.objects.select_related("evidence").order_by("pk")
    of_disk = {proof.component_id: proof for proof in proofs.filter(component__in=disks)}
    whole = proofs.filter(machine__in=machines, component=None)
    return of_disk, {proof.machine_id: proof for proof in whole if proof.machine_id is not None}
