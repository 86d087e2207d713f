"""`lsblk -J`: the block devices that the kernel has, with or without `-b`, whichever columns were asked for.

Source: util-linux 2.27 to 2.38. Before 2.33 every value is a text. It shows no controller: what hangs behind
one that nothing drives, or that hides its disks, is not in it and nothing says so.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from equipment.models import ComponentKind, EvidenceFormat, Gap, Technology

from .cleaning import items, mapping, phrase
from .serials import of_emmc
from .snapshot import Part, Snapshot, technology_of
from .storage_words import is_volume, reads_cards
from .units import in_bytes_of_lsblk

Row = dict[str, Any]
_DISK = re.compile(r"^((sd|hd|vd|xvd)[a-z]+|nvme\d+n\d+|mmcblk\d+|pmem\d+)$")
_NO_DISK = re.compile(r"^(zram|ram|loop|nbd|dm-|md|zd|fd|sr|mtdblock|drbd|bcache|rbd)|(boot|rpmb|gp)\d*$")
_BOOT_AREA = re.compile(r"^(mmcblk\d+)boot\d+$")
_PLUGGED = {"usb", "ieee1394", "iscsi", "fc", "fcoe"}


def is_lsblk(document: Any) -> bool:
    """Tell whether `document` is what `lsblk -J` prints."""
    rows = mapping(document).get("blockdevices")
    return isinstance(rows, list) and all(isinstance(row, dict) and "name" in row for row in rows)


def read(document: Row) -> Snapshot:
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
