"""The inventory that the agents of GLPI send: JSON, `inventory_format` 0.1.

Sizes are decimal megabytes for disks, binary ones for memory, milliwatt-hours for batteries. Users, logins,
addresses and software are in the file; nothing of them is read.
"""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext as _

from equipment.models import ComponentKind, EvidenceFormat, Gap

from .cleaning import items, mapping, phrase
from .errors import EvidenceRefused
from .glpi_storage import storage_of
from .placeholders import real_name, real_serial
from .snapshot import Part, Snapshot, kind_of
from .units import in_bytes

Section = dict[str, Any]
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
