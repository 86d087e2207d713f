"""The tree that lshw prints, as facts: its JSON and its XML say the same nodes (lshw B.02.18 to B.02.20)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from equipment.models import ComponentKind, EvidenceFormat, Gap

from .cleaning import items, mapping, phrase
from .errors import EvidenceRefused
from .lshw_storage import ADDED, Node, Placed, named, part_of, storage_of
from .placeholders import real_name, real_serial
from .snapshot import Part, Snapshot, kind_of
from .units import in_bytes

# Deeper than any bus of a computer; a file that goes further was made to hurt.
DEEPEST = 60
MOST_NODES = 20_000
_MEMORY = re.compile(r"^memory(:\d+)?$")
# The memory of the firmware is listed as memory too.
_FIRMWARE = re.compile(r"flash|bios|firmware|\brom\b|video", re.IGNORECASE)
_MARKETED = re.compile(r"[A-Za-z]{3}")


def walk(root: Node) -> Iterator[tuple[Node, tuple[Node, ...]]]:
    """Yield each node under `root` with those above it; raises EvidenceRefused for a tree without end."""
    waiting: list[Placed] = [(root, ())]
    seen = 0
    while waiting:
        node, above = waiting.pop()
        seen += 1
        if seen > MOST_NODES or len(above) > DEEPEST:
            raise EvidenceRefused(_("This inventory is too deep or too long to be that of a computer."))
        yield node, above
        children = items(node.get("children"), most=MOST_NODES)
        waiting.extend((child, (*above, node)) for child in reversed(children))


def snapshot_of(root: Node) -> Snapshot:
    """Return the machine that the tree describes; raises EvidenceRefused when it is only a piece of one."""
    if root.get("class") != "system":
        message = _(
            "This inventory tells only a part of the machine. Run “lshw -json” without other options."
        )
        raise EvidenceRefused(message)
    nodes = list(walk(root))
    disks, gaps = storage_of(nodes)
    parts = (*_boards(nodes), *_processors(nodes), *_memory(nodes), *disks, *_batteries(nodes))
    chassis = mapping(root.get("configuration")).get("chassis")
    processors = [part.model for part in parts if part.kind == ComponentKind.PROCESSOR]
    return Snapshot(
        format=EvidenceFormat.LSHW_JSON,
        kind=kind_of(chassis, root.get("description")),
        maker=real_name(root.get("vendor"), 60),
        model=_model(root),
        serial=real_serial(root.get("serial")),
        processor=processors[0] if processors else "",
        memory=_installed(nodes),
        parts=parts,
        gaps=tuple(gap for gap in Gap if gap in gaps),
    )


def _model(root: Node) -> str:
    """Return the model as people know it: Lenovo writes its own in `version`, a code in `product`."""
    version = real_name(root.get("version"), 80)
    if "lenovo" in phrase(root.get("vendor"), 60).casefold() and _MARKETED.search(version):
        return version
    return real_name(ADDED.sub("", phrase(root.get("product"), 120)), 80)


def _boards(nodes: list[Placed]) -> list[Part]:
    return [
        part_of(ComponentKind.OTHER, node) for node, above in nodes if len(above) == 1 and named(node, "core")
    ]


def _processors(nodes: list[Placed]) -> list[Part]:
    return [
        Part.seen(ComponentKind.PROCESSOR, maker=node.get("vendor"), model=node.get("product"))
        for node, _above in nodes
        if node.get("class") == "processor" and phrase(node.get("product"), 80) and not node.get("disabled")
    ]


def _memory(nodes: list[Placed]) -> list[Part]:
    return [
        part_of(ComponentKind.MEMORY, node, size=in_bytes(node.get("size")))
        for node, above in nodes
        if node.get("class") == "memory"
        and named(node, "bank")
        and in_bytes(node.get("size"))
        and not any(_is_firmware(one) for one in (node, *above))
    ]


def _is_firmware(node: Node) -> bool:
    if node.get("class") != "memory":
        return False
    return named(node, "firmware", "flash", "video") or any(
        _FIRMWARE.search(phrase(node.get(said), 120)) for said in ("description", "slot")
    )


def _installed(nodes: list[Placed]) -> int | None:
    """Return the bytes of memory that the machine announces, in one place or in several (« memory:0 »)."""
    sizes = [
        in_bytes(node.get("size")) or 0
        for node, _above in nodes
        if node.get("class") == "memory"
        and _MEMORY.match(phrase(node.get("id"), 40))
        and not _is_firmware(node)
    ]
    return sum(sizes) or None


def _batteries(nodes: list[Placed]) -> list[Part]:
    return [
        part_of(ComponentKind.BATTERY, node, size=in_bytes(node.get("capacity")))
        for node, _above in nodes
        if node.get("class") == "power" and named(node, "battery")
    ]
