"""`smartctl -j` as an inventory: one report, several, or the names that `--scan` finds.

It tells of the disks that it was asked about. What it says of their health, of a wipe or of a self-test
proves no erasure: it is never read as one.
"""

from __future__ import annotations

from typing import Any

from equipment.models import ComponentKind, EvidenceFormat, Gap, Technology

from .cleaning import items, mapping, phrase
from .snapshot import Part, Snapshot, technology_of
from .storage_words import is_optical, is_volume
from .units import in_bytes

Report = dict[str, Any]


def is_smartctl(document: Any) -> bool:
    """Tell whether `document` is what `smartctl -j` prints, or a list of that."""
    reports = items(document)
    return bool(reports) and all(
        "smartctl" in report and "json_format_version" in report for report in reports
    )


def read(document: Any) -> Snapshot:
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
