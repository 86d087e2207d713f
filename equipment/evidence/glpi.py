"""The inventory that the agents of GLPI send: JSON, `inventory_format` 0.1."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from equipment.evidence.findings import EvidenceRefused
from equipment.evidence.snapshot import Part, Snapshot, kind_of, technology_of
from equipment.evidence.values import (
    hides_disks,
    in_bytes,
    is_optical,
    is_redirected,
    is_volume,
    items,
    mapping,
    of_disk_under_windows,
    of_emmc,
    phrase,
    reads_cards,
    real_name,
    real_serial,
)
from equipment.models import ComponentKind, EvidenceFormat, Gap, Technology

Section = dict[str, Any]
_EMMC = re.compile(r"^mmcblk\d+$")
_BOOT_AREA = re.compile(r"^(mmcblk\d+)boot\d+$")
_NO_DISK = re.compile(r"^(loop|ram|zram|dm-|md\d|fd\d|sr\d|st\d|nbd|mmcblk\d+(boot|rpmb|gp))")
# Kernels of Windows before 8.
_OLD_WINDOWS = re.compile(r"^(5\.|6\.[01]\.)")
_NOT_NVME = {"sata", "ata", "ide", "mmc", "sas"}
# As Linux names what no NVMe disk is named.
_SD = re.compile(r"^(/dev/)?[hs]d[a-z]+$")
_NO_MEDIUM = ("floppy", "tape", "file-backed virtual", "iscsi")


def storage_of(content: Section) -> tuple[list[Part], set[Gap]]:
    """Return the disks inside, and why the inventory may leave out others."""
    gaps: set[Gap] = set()
    if not isinstance(content.get("storages"), list):
        return [], {Gap.PARTIAL}
    storages = items(content["storages"], most=256)
    booting = {boot[1] for one in storages if (boot := _BOOT_AREA.match(_name(one)))}
    old = _is_old_windows(mapping(content.get("operatingsystem")))
    disks = []
    for storage in storages:
        if _is_outside(storage) or _is_card(storage):
            continue
        on_the_bus_of_cards = _said(storage, "interface") == "sd"
        if on_the_bus_of_cards or (_EMMC.match(_name(storage)) and _name(storage) not in booting):
            gaps.add(Gap.UNKNOWN_DISK)
        elif is_volume(storage.get("model"), storage.get("manufacturer")) or _is_pooled(storage):
            gaps.add(Gap.HIDDEN_BY_RAID)
        else:
            disk = _disk(storage, old_windows=old)
            gaps.update(_gaps_of(storage, disk))
            disks += [disk] if disk.serial or disk.size else []
    return disks, gaps | _gaps_of_controllers(content, storages, disks)


def _is_old_windows(system: Section) -> bool:
    named = phrase(system.get("kernel_name"), 40) + phrase(system.get("name"), 40)
    version = phrase(system.get("kernel_version"), 40)
    return "win" in named.casefold() and bool(_OLD_WINDOWS.match(version))


def _name(storage: Section) -> str:
    return phrase(storage.get("name"), 80).casefold()


def _said(storage: Section, *keys: str) -> str:
    return " ".join(phrase(storage.get(key), 80) for key in keys).casefold()


def _is_sized(storage: Section) -> bool:
    return bool(in_bytes(storage.get("disksize"), "mb"))


def _is_outside(storage: Section) -> bool:
    """Tell whether it is plugged in, optical, empty, or no disk but a name of the kernel's."""
    said = _said(storage, "interface", "type", "description")
    if "usb" in said or "1394" in said or any(word in said for word in _NO_MEDIUM):
        return True
    if _NO_DISK.match(_name(storage)) or is_optical(said, storage.get("type"), _name(storage)):
        return True
    removable = "removable" in said or reads_cards(storage.get("model"), storage.get("name"))
    named = any(real_serial(storage.get(key)) for key in ("serial", "serialnumber"))
    return removable and not _is_sized(storage) and not named


def _is_card(storage: Section) -> bool:
    """Tell whether it is a card in its slot; a bay that says « removable » holds a disk like another."""
    interface = phrase(storage.get("interface"), 20).casefold()
    removable = "removable" in _said(storage, "type")
    if (interface == "sd" and not _is_fixed(storage)) or (removable and _EMMC.match(_name(storage))):
        return True
    return (removable or interface == "") and reads_cards(storage.get("model"), storage.get("name"))


def _is_fixed(storage: Section) -> bool:
    """Tell whether Windows says that nobody takes it out: an eMMC on the bus of cards, not a card."""
    return "fixed" in _said(storage, "type")


def _is_pooled(storage: Section) -> bool:
    return _said(storage, "interface") == "storage spaces"


def _is_emmc(storage: Section) -> bool:
    return bool(_EMMC.match(_name(storage))) or _said(storage, "interface") == "mmc"


def _disk(storage: Section, *, old_windows: bool) -> Part:
    words = (storage.get(key) for key in ("type", "interface", "model", "name"))
    part = Part.seen(
        ComponentKind.STORAGE,
        maker=storage.get("manufacturer") if "standard" not in _said(storage, "manufacturer") else "",
        model=storage.get("model") or storage.get("name"),
        size=in_bytes(storage.get("disksize"), "mb"),
        technology=Technology.SSD if _is_emmc(storage) else technology_of(*words),
    )
    written = storage.get("serial") or storage.get("serialnumber")
    if _is_emmc(storage):
        return replace(part, serial=of_emmc(written))
    return replace(part, serial=of_disk_under_windows(written, swapped=old_windows))


def _gaps_of(storage: Section, disk: Part) -> set[Gap]:
    gaps = set() if disk.serial and disk.size else {Gap.UNKNOWN_DISK}
    # What the driver of Intel shows of a disk that is alone in its RAID.
    return gaps | {Gap.HIDDEN_BY_RAID} if _said(storage, "interface") == "raid" else gaps


def _gaps_of_controllers(content: Section, storages: list[Section], disks: list[Part]) -> set[Gap]:
    """Return what the controllers tell: one hides its disks, or there are more of a kind than its disks."""
    gaps, kinds = set(), []
    for controller in items(content.get("controllers"), most=512):
        words = [controller.get(key) for key in ("type", "name", "caption", "description")]
        if is_redirected(*words) or reads_cards(*words):
            continue
        kind = _kind(phrase(controller.get("pciclass"), 8), *words)
        if kind == "raid" or (kind and hides_disks(*words, driver=controller.get("driver"))):
            gaps.add(Gap.HIDDEN_BY_RAID)
        else:
            kinds.append(kind)
    inside = [one for one in storages if not _is_outside(one) and not _is_card(one)]
    may_be_nvme = [
        one
        for one in inside
        if not {_said(one, "interface"), _said(one, "description")} & _NOT_NVME and not _SD.match(_name(one))
    ]
    emmc = [one for one in inside if _is_emmc(one)]
    if kinds.count("nvme") > len(may_be_nvme) or kinds.count("emmc") > len(emmc):
        gaps.add(Gap.BARE_CONTROLLER)
    if any(kinds) and not disks and Gap.HIDDEN_BY_RAID not in gaps:
        gaps.add(Gap.BARE_CONTROLLER)
    return gaps


_CLASSES = {"0100": "scsi", "0101": "ide", "0104": "raid", "0106": "sata", "0107": "sas", "0108": "nvme"}


def _kind(pci_class: str, *words: Any) -> str:
    """Return what kind of disks a controller is made for, nothing for one that is for none."""
    if pci_class in _CLASSES:
        return _CLASSES[pci_class]
    said = " ".join(word for word in words if isinstance(word, str)).casefold()[:400]
    if "emmc" in said:
        return "emmc"
    if "nvm express" in said or "nvme" in said or "non-volatile memory" in said:
        return "nvme"
    if hides_disks(said) and ("controller" in said or "contrôleur" in said):
        return "raid"
    found = re.search(r"\b(sata|ahci|sas|scsi|ide)\b", said)
    return found[1] if found and not pci_class else ""


# The memory of the firmware stands among the modules.
_FIRMWARE = re.compile(r"flash|bios|firmware|\brom\b", re.IGNORECASE)


def is_glpi(document: Any) -> bool:
    """Tell whether `document` is an inventory in the form of GLPI."""
    content = mapping(mapping(document).get("content"))
    return bool({"hardware", "bios", "versionclient"} & content.keys())


def read(document: Section) -> Snapshot:
    """Return the machine; raises EvidenceRefused when the file tells of something else than a computer."""
    content = mapping(document.get("content"))
    bios, hardware = mapping(content.get("bios")), mapping(content.get("hardware"))
    if not bios and not hardware:
        raise EvidenceRefused(_("This inventory of GLPI tells nothing of the machine itself."))
    processors = [
        Part.seen(ComponentKind.PROCESSOR, maker=cpu.get("manufacturer"), model=cpu.get("name"))
        for cpu in items(content.get("cpus"))
    ]
    disks, gaps = storage_of(content)
    if document.get("partial") is True:
        gaps.add(Gap.PARTIAL)
    board = Part.seen(
        ComponentKind.OTHER, maker=bios.get("mmanufacturer"), model=bios.get("mmodel"), serial=bios.get("msn")
    )
    return Snapshot(
        format=EvidenceFormat.GLPI,
        kind=kind_of(hardware.get("chassis_type")),
        maker=real_name(bios.get("smanufacturer"), 60),
        model=real_name(bios.get("smodel"), 80),
        serial=real_serial(bios.get("ssn")),
        processor=processors[0].model if processors else "",
        memory=in_bytes(hardware.get("memory"), "mib"),
        battery_percent=_battery_percent(content),
        parts=(
            *([board] if board.model else []),
            *processors,
            *_memory(content),
            *disks,
            *_batteries(content),
        ),
        gaps=tuple(gap for gap in Gap if gap in gaps),
    )


def _memory(content: Section) -> list[Part]:
    return [
        Part.seen(
            ComponentKind.MEMORY,
            maker=module.get("manufacturer"),
            model=module.get("model"),
            serial=module.get("serialnumber"),
            size=in_bytes(module.get("capacity"), "mib"),
        )
        for module in items(content.get("memories"))
        if in_bytes(module.get("capacity"), "mib")
        and not any(
            _FIRMWARE.search(phrase(module.get(said), 80)) for said in ("type", "description", "caption")
        )
    ]


def _batteries(content: Section) -> list[Part]:
    return [
        Part.seen(
            ComponentKind.BATTERY,
            maker=battery.get("manufacturer"),
            model=battery.get("name"),
            serial=battery.get("serial"),
            size=in_bytes(battery.get("capacity")),
        )
        for battery in items(content.get("batteries"))
    ]


def _battery_percent(content: Section) -> int | None:
    """Return what the first battery still holds of what it held when new."""
    for battery in items(content.get("batteries")):
        new, now = in_bytes(battery.get("capacity")), in_bytes(battery.get("real_capacity"))
        if new and now:
            return min(100, round(100 * now / new))
    return None
