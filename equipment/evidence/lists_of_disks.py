"""Lists of disks: `lsblk -J`, `nvme list -o json`, `smartctl -j`. They name no machine."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from equipment.evidence.snapshot import Part, Snapshot, technology_of
from equipment.evidence.values import (
    in_bytes,
    in_bytes_of_lsblk,
    is_optical,
    is_volume,
    items,
    mapping,
    of_emmc,
    phrase,
    reads_cards,
)
from equipment.models import ComponentKind, EvidenceFormat, Gap, Technology

Row = dict[str, Any]
_DISK = re.compile(r"^((sd|hd|vd|xvd)[a-z]+|nvme\d+n\d+|mmcblk\d+|pmem\d+)$")
_NO_DISK = re.compile(r"^(zram|ram|loop|nbd|dm-|md|zd|fd|sr|mtdblock|drbd|bcache|rbd)|(boot|rpmb|gp)\d*$")
_BOOT_AREA = re.compile(r"^(mmcblk\d+)boot\d+$")
_PLUGGED = {"usb", "ieee1394", "iscsi", "fc", "fcoe"}


def is_lsblk(document: Any) -> bool:
    """Tell whether `document` is what `lsblk -J` prints."""
    rows = mapping(document).get("blockdevices")
    return isinstance(rows, list) and all(isinstance(row, dict) and "name" in row for row in rows)


def read_lsblk(document: Row) -> Snapshot:
    """Return the disks; the file names no machine."""
    rows = items(document.get("blockdevices"), most=512)
    rows += [child for row in rows for child in items(row.get("children")) if child.get("type") == "disk"]
    booting = {boot[1] for row in rows if (boot := _BOOT_AREA.match(_name(row)))}
    gaps, disks = {Gap.BLIND_TOOL}, list[Part]()
    for row in rows:
        if not _is_inside(row):
            continue
        unclear = _unclear(row, booting)
        if unclear is not None:
            gaps.add(unclear)
            continue
        disks = _with(disks, _disk(row))
    if any(not (disk.serial and disk.size) for disk in disks):
        gaps.add(Gap.UNKNOWN_DISK)
    return Snapshot(
        format=EvidenceFormat.LSBLK, parts=tuple(disks), gaps=tuple(gap for gap in Gap if gap in gaps)
    )


def _name(row: Row) -> str:
    return phrase(row.get("kname") or row.get("name"), 40).removeprefix("/dev/")


def _is(row: Row, column: str) -> bool:
    """Return a yes or no, which is a text in old versions."""
    return row.get(column) in {True, "1", "true"}


def _is_inside(row: Row) -> bool:
    """Tell whether it may be a disk of the machine: no memory of the kernel's, optical, plugged in, empty."""
    if _NO_DISK.search(_name(row)) or row.get("type") not in {"disk", None}:
        return False
    removable = _is(row, "rm")
    if phrase(row.get("tran"), 12).casefold() in _PLUGGED or (
        removable and reads_cards(row.get("model"), row.get("vendor"))
    ):
        return False
    return bool(in_bytes_of_lsblk(row.get("size")) or phrase(row.get("serial"), 80)) or not removable


def _unclear(row: Row, booting: set[str]) -> Gap | None:
    """Return why nobody can say what a device is; None for a disk."""
    name = _name(row)
    if is_volume(row.get("model"), row.get("vendor")):
        return Gap.HIDDEN_BY_RAID
    if name.startswith("mmcblk") and name not in booting:
        # A card has no boot areas, nearly every eMMC has.
        return Gap.UNKNOWN_DISK
    if not _DISK.match(name) or (_is(row, "rm") and not phrase(row.get("tran"), 12)):
        return Gap.UNKNOWN_DISK
    return None


def _disk(row: Row) -> Part:
    name, turns = _name(row), row.get("rota")
    maker = phrase(row.get("vendor"), 60)
    part = Part.seen(
        ComponentKind.STORAGE,
        maker="" if maker == "ATA" else maker,
        model=_spaced(row.get("model")),
        serial=row.get("serial"),
        size=in_bytes_of_lsblk(row.get("size")),
        technology=technology_of(name, row.get("model")),
    )
    if name.startswith("mmcblk"):
        return replace(part, serial=of_emmc(row.get("serial")))
    if not part.technology and turns is not None:
        return replace(part, technology=Technology.HDD if _is(row, "rota") else Technology.SSD)
    return part


def _spaced(model: Any) -> str:
    """Return the model with its blanks: before 2.33 it has them, some later versions write « _ »."""
    return phrase(model, 80).replace("_", " ").strip()


def _with(disks: list[Part], disk: Part) -> list[Part]:
    """Return the disks with one more, or with another room of an NVMe disk that is there already."""
    for place, known in enumerate(disks):
        same_room_maker = disk.serial and (known.serial, known.model) == (disk.serial, disk.model)
        if same_room_maker and disk.technology == known.technology == Technology.SSD:
            whole = replace(known, size=(known.size or 0) + (disk.size or 0) or None)
            return [*disks[:place], whole, *disks[place + 1 :]]
    return [*disks, disk]


_KNOWN = {"DevicePath", "SerialNumber", "ModelNumber", "Subsystems", "HostNQN"}


def is_nvme_list(document: Any) -> bool:
    """Tell whether `document` is what `nvme list -o json` prints, even of no disk."""
    rows = mapping(document).get("Devices")
    return isinstance(rows, list) and all(isinstance(row, dict) and _KNOWN & row.keys() for row in rows)


def read_nvme_list(document: Row) -> Snapshot:
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


Report = dict[str, Any]


def is_smartctl(document: Any) -> bool:
    """Tell whether `document` is what `smartctl -j` prints, or a list of that."""
    reports = items(document)
    return bool(reports) and all(
        "smartctl" in report and "json_format_version" in report for report in reports
    )


def read_smartctl(document: Any) -> Snapshot:
    """Return the disks; the file names no machine."""
    gaps, disks = {Gap.BLIND_TOOL}, dict[tuple[str, str], Part]()
    for report in items(document, most=256):
        if items(report.get("devices")):
            gaps.add(Gap.UNKNOWN_DISK)
        device = mapping(report.get("device"))
        if not device or _is_outside(report, device):
            continue
        if "raid" in _said(device) or "cciss" in _said(device):
            gaps.add(Gap.HIDDEN_BY_RAID)
        disk = disk_of(report)
        if is_volume(disk.model, report.get("scsi_vendor"), report.get("vendor")):
            gaps.add(Gap.HIDDEN_BY_RAID)
            continue
        if not (disk.serial and disk.size):
            gaps.add(Gap.UNKNOWN_DISK)
        if disk.serial or disk.size:
            disks[disk.serial or _said(device), disk.model] = disk
    return Snapshot(
        format=EvidenceFormat.SMARTCTL,
        parts=tuple(disks.values()),
        gaps=tuple(gap for gap in Gap if gap in gaps),
    )


def disk_of(report: Report) -> Part:
    """Return the disk that one report is about."""
    device, turns = mapping(report.get("device")), report.get("rotation_rate")
    named = report.get("model_name") or report.get("scsi_model_name") or report.get("product")
    spins = isinstance(turns, int) and not isinstance(turns, bool)
    return Part.seen(
        ComponentKind.STORAGE,
        maker=report.get("vendor") or report.get("scsi_vendor"),
        model=named,
        serial=report.get("serial_number"),
        size=in_bytes(mapping(report.get("user_capacity")).get("bytes"))
        or in_bytes(report.get("nvme_total_capacity")),
        technology=(Technology.HDD if turns else Technology.SSD)
        if spins
        else technology_of(device.get("type"), device.get("name"), named),
    )


def _said(device: Report) -> str:
    return " ".join(phrase(device.get(key), 60) for key in ("type", "name", "info_name")).casefold()


def _is_outside(report: Report, device: Report) -> bool:
    return "usb" in _said(device) or is_optical(
        _said(device), mapping(report.get("scsi_device_type")).get("name")
    )
