"""The disks in a tree of lshw, and what in the tree may hide others.

Sources: lshw B.02.18 to B.02.20 (`core/scsi.cc`, `core/nvme.cc`, `core/mmc.cc`, `core/pci.cc`), and what it
printed of some forty machines. Its versions do not agree: the disks of a SATA controller hang from it or from
a « scsi » beside it; an NVMe disk is its controller or a node far from it; an eMMC is a `device`, its
`interface` or a `card`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from equipment.evidence.snapshot import Part, technology_of
from equipment.evidence.values import (
    hides_disks,
    in_bytes,
    is_optical,
    is_redirected,
    is_volume,
    items,
    mapping,
    of_emmc,
    phrase,
    reads_cards,
    real_serial,
)
from equipment.models import ComponentKind, Gap, Technology

Node = dict[str, Any]
Placed = tuple[Node, tuple[Node, ...]]
ADDED = re.compile(r"\s*\([^()]{1,60}\)\s*$")
_NVME_DEVICE = re.compile(r"^(/dev/)?nvme\d+$")
_EMMC = re.compile(r"^(/dev/)?mmcblk\d+$")
_MMC_HOST = re.compile(r"^mmc\d+$")
_WHOLE_DISK = re.compile(r"^/dev/((sd|hd|vd|xvd)[a-z]+|nvme\d+n\d+|pmem\d+)$")
_CARD_HOST = re.compile(r"mmc host|sd host|sdhci|sd/mmc|sdio|sdxc|emmc|mmc controller", re.IGNORECASE)
# Plugged in from outside, whatever hangs below.
_PLUGGED = ("usb@", "firewire@")


def named(node: Node, *starts: str) -> bool:
    """Tell whether the id of the node begins so: lshw adds « :0 », « :1 » to what there are several of."""
    return isinstance(node.get("id"), str) and node["id"].startswith(starts)


def part_of(kind: ComponentKind, node: Node, **facts: Any) -> Part:
    """Return the part that a node names; « (rev 2) » behind its model is left out."""
    facts.setdefault("serial", node.get("serial"))
    return Part.seen(
        kind, maker=node.get("vendor"), model=ADDED.sub("", phrase(node.get("product"), 120)), **facts
    )


@dataclass
class _Found:
    """What was found so far.

    `near`: the identities of the nodes that a disk hangs from; `near_other`: an optical drive, a card.
    """

    disks: list[Part] = field(default_factory=list)
    gaps: set[Gap] = field(default_factory=set)
    near: set[int] = field(default_factory=set)
    near_other: set[int] = field(default_factory=set)

    def disk(self, part: Part, above: tuple[Node, ...]) -> None:
        self.disks.append(part)
        self.near.update(id(one) for one in above)
        if not (part.serial and part.size):
            self.gaps.add(Gap.UNKNOWN_DISK)

    def unclear(self, gap: Gap, above: tuple[Node, ...]) -> None:
        self.gaps.add(gap)
        self.near.update(id(one) for one in above)


def storage_of(nodes: list[Placed]) -> tuple[list[Part], set[Gap]]:
    """Return the disks inside, each once, and why the tree may leave out others."""
    inside = [(node, above) for node, above in nodes if not _is_plugged(node, above)]
    found = _Found()
    for node, above in inside:
        if _is_nvme_device(node):
            found.disk(_nvme(node), above)
        elif _is_emmc(node):
            _take_emmc(node, above, found)
        elif node.get("class") == "disk":
            _take_disk(node, above, found)
        elif _is_unknown(node, above):
            found.unclear(Gap.UNKNOWN_DISK, above)
    _judge_controllers(inside, found)
    if not found.disks and not found.gaps:
        # Nothing to start from: an eMMC that hangs from no bus of PCI, which old versions do not look for.
        found.gaps.add(Gap.BLIND_TOOL)
    return found.disks, found.gaps


def _is_plugged(node: Node, above: tuple[Node, ...]) -> bool:
    return any(phrase(one.get("businfo"), 60).startswith(_PLUGGED) for one in (*above, node))


def _is_unknown(node: Node, above: tuple[Node, ...]) -> bool:
    """Tell whether a node of no class that is known here bears the name of a whole disk."""
    if any(one.get("class") == "disk" or _is_nvme_device(one) or _is_mmc_device(one) for one in above):
        return False
    return any(_WHOLE_DISK.match(name) for name in _names(node))


def _names(node: Node) -> list[str]:
    """Return the names of the device: lshw gives one, or a list."""
    given = node.get("logicalname")
    return [
        name for name in (given if isinstance(given, list) else [given]) if name and isinstance(name, str)
    ]


def _words(node: Node) -> tuple[Any, ...]:
    return (node.get("id"), node.get("description"), node.get("product"), node.get("vendor"))


def _driver(node: Node) -> str:
    return phrase(mapping(node.get("configuration")).get("driver"), 40)


def _rooms(node: Node) -> list[Node]:
    return [one for one in items(node.get("children")) if one.get("class") == "disk"]


# NVMe


def _is_nvme_controller(node: Node) -> bool:
    capabilities = mapping(node.get("capabilities"))
    return node.get("class") == "storage" and (
        named(node, "nvme")
        or _driver(node) == "nvme"
        or bool({"nvme", "nvm_express"} & capabilities.keys())
        or "non-volatile" in phrase(node.get("description"), 80).casefold()
    )


def _is_nvme_device(node: Node) -> bool:
    """Tell whether the controller is shown as a disk: by its device, its number, or a room with a size."""
    return _is_nvme_controller(node) and (
        any(_NVME_DEVICE.match(name) for name in _names(node))
        or bool(real_serial(node.get("serial")))
        or bool(_rooms(node))
    )


def _nvme(node: Node) -> Part:
    """Return the disk; some versions write its model and number on the controller, others on its room."""
    rooms = [room for room in _rooms(node) if in_bytes(room.get("size"))]
    told = next((room for room in rooms if room.get("serial")), node)
    sizes = [in_bytes(room.get("size")) or 0 for room in rooms]
    return part_of(
        ComponentKind.STORAGE,
        told if told.get("product") else {**told, "product": node.get("product")},
        size=sum(sizes) or in_bytes(node.get("size")),
        technology=Technology.SSD,
    )


# eMMC


def _is_mmc(above: tuple[Node, ...]) -> bool:
    return any(_is_mmc_device(one) for one in above)


def _is_mmc_device(node: Node) -> bool:
    return named(node, "device", "card") and "SD" in phrase(node.get("description"), 40)


def _is_emmc(node: Node) -> bool:
    """Tell whether the node is the whole room of an eMMC or a card, or its device without a room."""
    if any(_EMMC.match(name) for name in _names(node)):
        return True
    if not _is_mmc_device(node) or "SDIO" in phrase(node.get("description"), 40):
        return False
    rooms = (name for child in items(node.get("children")) for name in _names(child))
    return not any(_EMMC.match(name) for name in rooms)


def _take_emmc(node: Node, above: tuple[Node, ...], found: _Found) -> None:
    device = next((one for one in (node, *reversed(above)) if _is_mmc_device(one)), node)
    said = phrase(device.get("description"), 40).casefold()
    capabilities = {name.casefold() for name in mapping(device.get("capabilities"))}
    if said == "sd card" or capabilities & {"sd", "sdcombo", "sdio"}:
        found.near_other.update(id(one) for one in above)
        return
    part = part_of(
        ComponentKind.STORAGE,
        device,
        size=in_bytes(node.get("size")) or in_bytes(device.get("size")),
        technology=Technology.SSD,
    )
    found.disk(replace(part, serial=of_emmc(device.get("serial"), decimal=True)), above)


# SATA, SAS, SCSI, IDE


def _take_disk(node: Node, above: tuple[Node, ...], found: _Found) -> None:
    if any(one.get("class") == "disk" or _is_nvme_device(one) or _is_mmc_device(one) for one in above):
        return
    if is_optical(node.get("id"), node.get("description"), *_names(node)) or named(node, "cdrom"):
        found.near_other.update(id(one) for one in above)
        return
    sized = any(in_bytes(one.get("size")) for one in (node, *_rooms(node)))
    if "removable" in mapping(node.get("capabilities")) and (
        reads_cards(*_words(node)) or not (sized or real_serial(node.get("serial")))
    ):
        # A card in its reader, or an empty drive. A bay that says « removable » holds a disk like another.
        return
    if is_volume(*_words(node)):
        found.unclear(Gap.HIDDEN_BY_RAID, above)
    elif sized or real_serial(node.get("serial")):
        found.disk(_disk(node), above)
    else:
        found.unclear(Gap.UNKNOWN_DISK, above)


def _disk(node: Node) -> Part:
    sizes = (in_bytes(one.get("size")) for one in (node, *_rooms(node)))
    speeds = " ".join(mapping(node.get("capabilities")))
    words = (node.get("id"), node.get("description"), node.get("product"), *_names(node), speeds)
    return part_of(
        ComponentKind.STORAGE,
        node,
        size=next((size for size in sizes if size), None) or in_bytes(node.get("capacity")),
        technology=technology_of(*words),
    )


# Controllers


@dataclass
class _Bare:
    """How many controllers have no disk on them, by what that means."""

    of_old_chips: int = 0
    undriven: int = 0
    driven: int = 0
    nvme: int = 0
    without_disk: int = 0


def _judge_controllers(inside: list[Placed], found: _Found) -> None:
    """Add the gaps of the controllers: a mode that hides disks, or no disk on one that should show it."""
    bare = _Bare()
    for node, above in inside:
        if _is_controller(node, above):
            _judge(node, found, bare)
        elif _tells_of_vmd(node):
            found.gaps.add(Gap.HIDDEN_BY_RAID)
    # Old versions hang disks from « scsi » nodes that name no controller: each accounts for one at most.
    hosts = [node for node, _above in inside if _is_loose_host(node)]
    shown = sum(1 for host in hosts if id(host) in found.near | found.near_other)
    # Behind VMD and on some boards, the disk is a node far from its controller: each accounts for one.
    apart = sum(1 for node, _above in inside if _is_nvme_device(node) and not _is_on_bus(node))
    if bare.of_old_chips > shown:
        found.gaps.add(Gap.HIDDEN_BY_RAID)
    if bare.undriven or bare.driven > shown or bare.nvme > apart or (bare.without_disk and not found.disks):
        found.gaps.add(Gap.BARE_CONTROLLER)


def _is_on_bus(node: Node) -> bool:
    return phrase(node.get("businfo"), 60).startswith("pci@") or phrase(node.get("handle"), 60).startswith(
        "PCI"
    )


def _is_of_old_chip(node: Node) -> bool:
    """Tell whether it is the SATA of an Intel chip from before 2015 (function 1f.2), driven as plain AHCI.

    Many firmwares put it in RAID mode for nothing: it has no way yet to hide an NVMe disk.
    """
    return _driver(node) == "ahci" and phrase(node.get("businfo"), 60).endswith(":00:1f.2")


def _is_loose_host(node: Node) -> bool:
    return node.get("class") == "storage" and named(node, "scsi") and not _is_on_bus(node)


def _tells_of_vmd(node: Node) -> bool:
    """Tell whether it is the « system peripheral » that stands for the disks that VMD or RST took."""
    return node.get("class") == "generic" and _is_on_bus(node) and hides_disks(node.get("product"))


def _is_card_host(node: Node) -> bool:
    return (
        any(_MMC_HOST.match(name) for name in _names(node))
        or bool(_CARD_HOST.search(" ".join(phrase(word, 120) for word in (*_words(node), _driver(node)))))
    ) and node.get("class") in {"bus", "storage", "generic"}


def _is_controller(node: Node, above: tuple[Node, ...]) -> bool:
    if _is_mmc_device(node) or _is_mmc(above) or is_redirected(*_words(node)):
        return False
    # What plug and play names « storage » is the controller of a floppy drive.
    loose = _is_loose_host(node) or named(node, "pnp")
    return _is_card_host(node) or (node.get("class") == "storage" and not loose)


def _judge(node: Node, found: _Found, bare: _Bare) -> None:
    has_disk, has_other = id(node) in found.near, id(node) in found.near_other
    if _is_card_host(node):
        _judge_card_host(node, has_disk or has_other, bare)
    elif reads_cards(*_words(node)):
        return
    elif _is_nvme_controller(node):
        bare.nvme += not (_is_nvme_device(node) or has_disk)
        bare.without_disk += 1
    elif hides_disks(*_words(node), *mapping(node.get("capabilities")), driver=_driver(node)):
        if _is_of_old_chip(node):
            bare.of_old_chips += not has_disk
        else:
            found.gaps.add(Gap.HIDDEN_BY_RAID)
    elif not has_disk:
        bare.without_disk += 1
        if named(node, "ide") or "ide" in phrase(node.get("description"), 80).casefold().split():
            # A chip of old lists one controller for every two cables.
            return
        bare.undriven += not has_other and not _driver(node)
        bare.driven += not has_other and bool(_driver(node))


def _judge_card_host(node: Node, shows_something: bool, bare: _Bare) -> None:
    """Count a host of eMMC that shows none; an empty reader of cards, or what was looked into, is no gap."""
    if shows_something or reads_cards(*_words(node), _driver(node)):
        return
    looked_into = any(_MMC_HOST.match(name) for name in _names(node))
    bare.without_disk += 1
    if "emmc" in phrase(node.get("product"), 120).casefold() or not looked_into:
        bare.undriven += 1
