"""`nvme list -o json`: the NVMe disks that the kernel drives, and no others.

Source: nvme-cli 1.5 to 2.13. Flat, one row a namespace, or nested by subsystem (2.11, 2.12, and `-v` in every
version), with the namespaces below the controller or below the subsystem.
"""

from __future__ import annotations

from typing import Any

from equipment.models import ComponentKind, EvidenceFormat, Gap, Technology

from .cleaning import items, mapping, phrase
from .snapshot import Part, Snapshot
from .units import in_bytes

Row = dict[str, Any]
_KNOWN = {"DevicePath", "SerialNumber", "ModelNumber", "Subsystems", "HostNQN"}


def is_nvme_list(document: Any) -> bool:
    """Tell whether `document` is what `nvme list -o json` prints, even of no disk."""
    rows = mapping(document).get("Devices")
    return isinstance(rows, list) and all(isinstance(row, dict) and _KNOWN & row.keys() for row in rows)


def read(document: Row) -> Snapshot:
    """Return the disks; the file names no machine."""
    rooms: dict[tuple[str, str], dict[str, int]] = {}
    for controller, room in _rooms(items(document.get("Devices"), most=256)):
        key = (phrase(controller.get("SerialNumber"), 80), phrase(controller.get("ModelNumber"), 80))
        rooms.setdefault(key, {})[_place(room)] = _size(room) or 0
    disks = [
        Part.seen(
            ComponentKind.STORAGE,
            model=model,
            serial=serial,
            size=sum(sizes.values()) or None,
            technology=Technology.SSD,
        )
        for (serial, model), sizes in rooms.items()
    ]
    known = all(disk.serial and disk.size for disk in disks)
    gaps = (Gap.BLIND_TOOL,) if known else (Gap.UNKNOWN_DISK, Gap.BLIND_TOOL)
    return Snapshot(format=EvidenceFormat.NVME, parts=tuple(disks), gaps=gaps)


def _rooms(rows: list[Row]) -> list[tuple[Row, Row]]:
    """Return each namespace with the controller it belongs to; a disk without any has an empty one."""
    found: list[tuple[Row, Row]] = []
    for row in rows:
        if "Subsystems" not in row and "Controllers" not in row:
            found.append((row, row))
        for subsystem in items(row.get("Subsystems")) or [row]:
            for controller in items(subsystem.get("Controllers")):
                if phrase(controller.get("Transport"), 12) not in {"", "pcie", "apple-nvme"}:
                    continue
                below = items(controller.get("Namespaces")) or items(subsystem.get("Namespaces"))
                found += [(controller, room) for room in below or [{}]]
    return found


def _place(room: Row) -> str:
    """Return what tells a namespace from the others of its disk, which two controllers may both show."""
    return phrase(room.get("NSID") or room.get("NameSpace") or room.get("DevicePath"), 80)


def _size(room: Row) -> int | None:
    """Return the size; 2.0 writes a negative one for a large disk, and 1.5 misspells the count."""
    blocks = room.get("MaximumLBA") or room.get("MaximiumLBA")
    sector = room.get("SectorSize")
    counted = blocks * sector if isinstance(blocks, int) and isinstance(sector, int) else None
    return in_bytes(room.get("PhysicalSize")) or in_bytes(counted)
