"""The inventory that the agents of GLPI send: JSON, `inventory_format` 0.1.

Sizes are decimal megabytes for disks, binary ones for memory, milliwatt-hours for batteries. Users, logins,
addresses and software are in the file; nothing of them is read.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from equipment.models import ComponentKind, EvidenceFormat

from .cleaning import items, mapping, phrase
from .errors import EvidenceRefused
from .placeholders import real_name, real_serial
from .snapshot import Part, Snapshot, kind_of, technology_of
from .units import in_bytes

Section = dict[str, Any]
_OUTSIDE = ("usb", "cdrom", "dvd", "cd-rom", "removable", "floppy")


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
    disks = [_disk(one) for one in items(content.get("storages")) if not _is_outside(one)]
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
        complete=document.get("partial") is not True and bool(disks) and all(disk.serial for disk in disks),
    )


def _is_outside(storage: Section) -> bool:
    """Tell whether it is plugged in, optical, or a reader without a card."""
    if not any(storage.get(key) for key in ("disksize", "serial", "serialnumber")):
        return True
    said = " ".join(phrase(storage.get(key), 80) for key in ("interface", "type", "description")).casefold()
    return any(word in said for word in _OUTSIDE)


def _disk(storage: Section) -> Part:
    return Part.seen(
        ComponentKind.STORAGE,
        maker=storage.get("manufacturer"),
        model=storage.get("model") or storage.get("name"),
        serial=storage.get("serial") or storage.get("serialnumber"),
        size=in_bytes(storage.get("disksize"), "mb"),
        technology=technology_of(*(storage.get(key) for key in ("type", "interface", "model", "name"))),
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
