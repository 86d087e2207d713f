"""Snapshots of Workbench, which DeviceHub reads: its three generations.

Until 2021 the file names a `device` and its `components` (sizes in MiB). From 2022 on, `data` holds what
lshw and smartctl printed, as objects or as text. Who made it and on which computer is not read.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from equipment.models import ComponentKind, EvidenceFormat, Technology

from .cleaning import items, mapping
from .errors import EvidenceRefused
from .lshw_json import is_lshw
from .lshw_json import read as read_lshw
from .placeholders import real_name, real_serial
from .snapshot import Part, Snapshot, kind_of
from .units import in_bytes

Section = dict[str, Any]
_KINDS = {
    "HardDrive": ComponentKind.STORAGE,
    "SolidStateDrive": ComponentKind.STORAGE,
    "RamModule": ComponentKind.MEMORY,
    "Processor": ComponentKind.PROCESSOR,
    "Motherboard": ComponentKind.OTHER,
    "Battery": ComponentKind.BATTERY,
}
_TECHNOLOGIES = {"HardDrive": Technology.HDD, "SolidStateDrive": Technology.SSD}


def is_workbench(document: Any) -> bool:
    """Tell whether `document` is a snapshot of Workbench."""
    top = mapping(document)
    return top.get("type") == "Snapshot" or (isinstance(top.get("device"), dict) and "components" in top)


def read(document: Section) -> Snapshot:
    """Return the machine; raises EvidenceRefused when the snapshot holds neither of its known shapes."""
    if isinstance(document.get("device"), dict):
        return _of_components(document)
    data = mapping(document.get("data"))
    tree = _printed(data.get("lshw"))
    if not is_lshw(tree):
        raise EvidenceRefused(
            _("This snapshot holds no inventory of lshw. Make it again with the rights of root.")
        )
    snapshot = replace(read_lshw(tree), format=EvidenceFormat.WORKBENCH)
    reports = items(_printed(data.get("smartctl") or data.get("smart") or data.get("disks")))
    return replace(snapshot, parts=tuple(_with_report(part, reports) for part in snapshot.parts))


def _printed(value: Any) -> Any:
    """Return what a program printed, whether it was kept as an object or as text."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value, strict=False)
    except (ValueError, RecursionError):
        return None


def _with_report(part: Part, reports: list[Section]) -> Part:
    """Add to a disk what smartctl says of it: whether it spins, and its size in bytes."""
    if part.kind != ComponentKind.STORAGE or not part.serial:
        return part
    report = next((one for one in reports if real_serial(one.get("serial_number")) == part.serial), None)
    if report is None:
        return part
    size = in_bytes(mapping(report.get("user_capacity")).get("bytes")) or part.size
    spins = report.get("rotation_rate")
    if not isinstance(spins, int):
        return replace(part, size=size)
    return replace(part, size=size, technology=Technology.HDD if spins else Technology.SSD)


def _of_components(document: Section) -> Snapshot:
    device, components = mapping(document.get("device")), items(document.get("components"))
    parts = tuple(_part(one, _KINDS[one["type"]]) for one in components if one.get("type") in list(_KINDS))
    disks = [part for part in parts if part.kind == ComponentKind.STORAGE]
    processors = [part.model for part in parts if part.kind == ComponentKind.PROCESSOR]
    return Snapshot(
        format=EvidenceFormat.WORKBENCH,
        kind=kind_of(device.get("chassis"), device.get("type")),
        maker=real_name(device.get("manufacturer"), 60),
        model=real_name(device.get("model"), 80),
        serial=real_serial(device.get("serialNumber")),
        processor=processors[0] if processors else "",
        parts=parts,
        complete=bool(disks) and all(disk.serial for disk in disks),
    )


def _part(component: Section, kind: ComponentKind) -> Part:
    sized = kind in {ComponentKind.STORAGE, ComponentKind.MEMORY, ComponentKind.BATTERY}
    return Part.seen(
        kind,
        maker=component.get("manufacturer"),
        model=component.get("model"),
        serial="" if kind == ComponentKind.PROCESSOR else component.get("serialNumber"),
        size=in_bytes(component.get("size"), "" if kind == ComponentKind.BATTERY else "mib")
        if sized
        else None,
        technology=_TECHNOLOGIES.get(component["type"], ""),
    )
