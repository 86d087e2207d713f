"""Snapshots of Workbench, which DeviceHub reads: its three generations.

Until 2021 the file names a `device` and its `components`: Workbench 10 writes sizes in MiB, 11 those of disks
in decimal megabytes, under the same name. From 2022 on, `data` holds what lshw, dmidecode and smartctl
printed, as objects or as text; a signed snapshot has the same in its `evidence`. Who made it and on which
computer is not read.
"""

from __future__ import annotations

import html
import json
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from equipment.evidence import dmidecode
from equipment.evidence.findings import EvidenceRefused
from equipment.evidence.lshw import is_lshw
from equipment.evidence.lshw import read as read_lshw
from equipment.evidence.mending import COMMAS_SET_RIGHT, LONGEST_MENDED, tidied, with_commas
from equipment.evidence.snapshot import Part, Snapshot, kind_of
from equipment.evidence.values import in_bytes, is_of_a_disk, items, mapping, phrase, real_name, real_serial
from equipment.models import ComponentKind, EvidenceFormat, Gap, Technology

Section = dict[str, Any]
# More than any computer has; what came after would be lost without a word.
MOST_COMPONENTS = 2_000
_KINDS = {
    "DataStorage": ComponentKind.STORAGE,
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
    listed = isinstance(top.get("device"), dict) and "components" in top
    return top.get("type") == "Snapshot" or listed or _is_signed(top)


def _is_signed(document: Section) -> bool:
    """Tell whether `document` is a snapshot that its workshop signed (a W3C verifiable credential)."""
    return isinstance(document.get("type"), list) and "DeviceSnapshot" in document["type"]


def read(document: Section) -> Snapshot:
    """Return the machine; raises EvidenceRefused when the snapshot holds neither of its known shapes."""
    if isinstance(document.get("device"), dict):
        return _of_components(document)
    data = _signed(document) if _is_signed(document) else mapping(document.get("data"))
    reports = _reports(data)
    tree, notes, partial = _tree(data.get("lshw"))
    listed = is_lshw(tree)
    if not listed:
        tree = dmidecode.tree_of(data.get("dmidecode"), reports)
    if tree is None:
        raise EvidenceRefused(
            _("This snapshot holds no inventory of lshw. Make it again with the rights of root.")
        )
    snapshot = read_lshw(tree)
    # Only lshw lists every disk: dmidecode lists none, and smartctl leaves out those that it cannot ask.
    blind = ((Gap.PARTIAL,) if partial else ()) if listed else (Gap.BLIND_TOOL,)
    return replace(
        snapshot,
        format=EvidenceFormat.WORKBENCH,
        parts=tuple(_with_report(part, reports) for part in snapshot.parts),
        gaps=(*snapshot.gaps, *blind),
        notes=notes if listed else (),
    )


def _tree(printed: Any) -> tuple[Any, tuple[str, ...], bool]:
    """Return what lshw printed, what was mended in it, and whether it lacked the rights of root."""
    tree = _printed(printed)
    if tree is not None or not isinstance(printed, str) or len(printed) > LONGEST_MENDED:
        return tree, (), False
    found = tidied(html.unescape(printed))
    whole = _printed(found.text)
    if whole is not None:
        return whole, found.notes, found.partial
    return _printed(with_commas(found.text)), (*found.notes, str(COMMAS_SET_RIGHT)), found.partial


def _printed(value: Any) -> Any:
    """Return what a program printed, whether it was kept as an object, as text, or as HTML would write it."""
    if not isinstance(value, str):
        return value
    for text in (value, html.unescape(value)):
        try:
            return json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _signed(document: Section) -> Section:
    """Return what each program printed."""
    return {
        one["operation"]: one["output"]
        for one in items(document.get("evidence"))
        if isinstance(one.get("operation"), str) and isinstance(one.get("output"), str)
    }


def _reports(data: Section) -> list[Section]:
    """Return the reports of smartctl, one for each disk: a list, of objects or of texts."""
    printed = _printed(data.get("smartctl") or data.get("smart") or data.get("disks"))
    return items([_printed(one) for one in printed]) if isinstance(printed, list) else items(printed)


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
    """Return the machine of a list of components.

    Workbench made the list from lshw and left out what has no disk on it. Where it kept lshw beside it, for
    who mends Workbench, that tells what the list may leave out.
    """
    device, components = (
        mapping(document.get("device")),
        items(document.get("components"), most=MOST_COMPONENTS),
    )
    in_mebibytes = phrase(document.get("version"), 20).startswith("10.")
    parts = tuple(
        _part(one, _KINDS[kind], in_mebibytes=in_mebibytes)
        for one in components
        if (kind := _type(one)) in _KINDS
    )
    disks = [part for part in parts if part.kind == ComponentKind.STORAGE]
    processors = [part.model for part in parts if part.kind == ComponentKind.PROCESSOR]
    gaps = {Gap.UNKNOWN_DISK} if any(not (disk.serial and disk.size) for disk in disks) else set()
    printed = mapping(document.get("debug")).get("lshw")
    if mapping(printed).get("class") == "system":
        tree = read_lshw(printed)
        gaps.update(tree.gaps)
        if {disk.serial for disk in tree.disks} - {disk.serial for disk in disks}:
            gaps.add(Gap.BLIND_TOOL)
    return Snapshot(
        format=EvidenceFormat.WORKBENCH,
        kind=kind_of(device.get("chassis"), device.get("type")),
        maker=real_name(device.get("manufacturer"), 60),
        model=real_name(device.get("model"), 80),
        serial=real_serial(device.get("serialNumber")),
        processor=processors[0] if processors else "",
        parts=parts,
        gaps=tuple(gap for gap in Gap if gap in gaps),
    )


def _type(component: Section) -> str:
    """Return what a component is, which Workbench 10 writes under another name."""
    named = component.get("type") or component.get("@type")
    return named if isinstance(named, str) else ""


def _part(component: Section, kind: ComponentKind, *, in_mebibytes: bool) -> Part:
    return Part.seen(
        kind,
        maker=component.get("manufacturer"),
        model=component.get("model"),
        serial="" if kind == ComponentKind.PROCESSOR else component.get("serialNumber"),
        size=_size(component.get("size"), kind, in_mebibytes=in_mebibytes),
        technology=_TECHNOLOGIES.get(_type(component), ""),
    )


def _size(written: Any, kind: ComponentKind, *, in_mebibytes: bool) -> int | None:
    """Return a size in bytes; a disk counted in the other unit is known by the sizes that makers sell."""
    if kind == ComponentKind.BATTERY:
        return in_bytes(written)
    if kind == ComponentKind.MEMORY:
        return in_bytes(written, "mib")
    if kind != ComponentKind.STORAGE:
        return None
    sizes = [size for unit in ("mb", "mib") if (size := in_bytes(written, unit))]
    likely = sizes[::-1] if in_mebibytes or isinstance(written, int) else sizes
    return next((size for size in likely if is_of_a_disk(size)), next(iter(likely), None))
