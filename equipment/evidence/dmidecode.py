"""What dmidecode prints, and smartctl beside it, as the tree that lshw would print of the same machine.

Some snapshots of Workbench hold these two without lshw. Source of the numbers of the sections: SMBIOS 3.6,
chapter 7.
"""

from __future__ import annotations

import re
from typing import Any

from equipment.evidence.values import mapping

Node = dict[str, Any]
MOST_SECTIONS = 2_000
SYSTEM, BOARD, CHASSIS, PROCESSOR, MEMORY = "1", "2", "3", "4", "17"
_TYPE = re.compile(r"^Handle 0x[0-9A-Fa-f]{4}, DMI type (\d{1,3}),")
_LINE = re.compile(r"^\t([^\t:]{1,60}): (.*)$", re.MULTILINE)


def tree_of(text: Any, reports: list[Node]) -> Node | None:
    """Return the tree of the machine, None when `text` tells of none; `reports` are those of smartctl."""
    if not isinstance(text, str):
        return None
    sections = _sections(text)
    system = next(iter(sections.get(SYSTEM, [])), None)
    if system is None:
        return None
    chassis = next(iter(sections.get(CHASSIS, [])), {})
    inside = [
        *(_named("processor", one, "Version") for one in sections.get(PROCESSOR, [])),
        *(_module(one) for one in sections.get(MEMORY, [])),
        *(_disk(report) for report in reports),
    ]
    board = next(iter(sections.get(BOARD, [])), {})
    return {
        **_named("system", system, "Product Name"),
        "version": system.get("Version", ""),
        "configuration": {"chassis": chassis.get("Type", "")},
        "children": [{**_named("bus", board, "Product Name"), "id": "core", "children": inside}],
    }


def _sections(text: str) -> dict[str, list[dict[str, str]]]:
    """Return the lines « name: value » of each section, by its number."""
    found: dict[str, list[dict[str, str]]] = {}
    for block in re.split(r"\r?\n\s*\r?\n", text)[:MOST_SECTIONS]:
        if number := _TYPE.match(block.lstrip()):
            found.setdefault(number[1], []).append(dict(_LINE.findall(block)))
    return found


def _named(class_: str, section: dict[str, str], product: str) -> Node:
    return {
        "id": class_,
        "class": class_,
        "vendor": section.get("Manufacturer", ""),
        "product": section.get(product, ""),
        "serial": section.get("Serial Number", ""),
    }


def _module(section: dict[str, str]) -> Node:
    """Return a module of memory, whose « 8 GB » are binary; an empty socket has no size."""
    size = re.sub(r"([kMGT])B$", r"\1iB", section.get("Size", ""))
    kind = section.get("Type", "")
    return {**_named("memory", section, "Part Number"), "id": "bank", "size": size, "description": kind}


def _disk(report: Node) -> Node:
    device = mapping(report.get("device"))
    said = f"{device.get('type')} {device.get('info_name')}".casefold()
    return {
        "id": "disk",
        "class": "disk",
        "businfo": "usb@" if "usb" in said else "",
        "product": report.get("model_name", ""),
        "serial": report.get("serial_number", ""),
        "size": mapping(report.get("user_capacity")).get("bytes"),
        "logicalname": device.get("name", ""),
    }
