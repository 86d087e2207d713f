"""The tree that lshw prints, as facts: its JSON and its XML say the same nodes (lshw B.02.18 to B.02.20)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from equipment.models import ComponentKind, EvidenceFormat

from .cleaning import items, mapping, phrase
from .errors import EvidenceRefused
from .placeholders import real_name, real_serial
from .snapshot import Part, Snapshot, kind_of, technology_of
from .units import in_bytes

Node = dict[str, Any]
# Deeper than any bus of a computer; a file that goes further was made to hurt.
DEEPEST = 60
MOST_NODES = 20_000
_ADDED = re.compile(r"\s*\([^()]{1,60}\)\s*$")
_MARKETED = re.compile(r"[A-Za-z]{3}")


def walk(root: Node) -> Iterator[tuple[Node, tuple[Node, ...]]]:
    """Yield each node under `root` with those above it; raises EvidenceRefused for a tree without end."""
    waiting: list[tuple[Node, tuple[Node, ...]]] = [(root, ())]
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
    parts = (*_boards(nodes), *_processors(nodes), *_memory(nodes), *disks(nodes), *_batteries(nodes))
    chassis = mapping(root.get("configuration")).get("chassis")
    found = [part for part in parts if part.kind == ComponentKind.STORAGE]
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
        # Without the rights of root, lshw hides serial numbers and may miss disks.
        complete=bool(found) and all(disk.serial for disk in found),
    )


def _model(root: Node) -> str:
    """Return the model as people know it: Lenovo writes its own in `version`, a code in `product`."""
    version = real_name(root.get("version"), 80)
    if "lenovo" in phrase(root.get("vendor"), 60).casefold() and _MARKETED.search(version):
        return version
    return real_name(_ADDED.sub("", phrase(root.get("product"), 120)), 80)


def _named(node: Node, *starts: str) -> bool:
    return isinstance(node.get("id"), str) and node["id"].startswith(starts)


def _part(kind: ComponentKind, node: Node, **facts: Any) -> Part:
    return Part.seen(
        kind,
        maker=node.get("vendor"),
        model=_ADDED.sub("", phrase(node.get("product"), 120)),
        serial=node.get("serial"),
        **facts,
    )


def _boards(nodes: list[tuple[Node, tuple[Node, ...]]]) -> list[Part]:
    return [
        _part(ComponentKind.OTHER, node) for node, above in nodes if len(above) == 1 and _named(node, "core")
    ]


def _processors(nodes: list[tuple[Node, tuple[Node, ...]]]) -> list[Part]:
    return [
        Part.seen(ComponentKind.PROCESSOR, maker=node.get("vendor"), model=node.get("product"))
        for node, _above in nodes
        if node.get("class") == "processor" and phrase(node.get("product"), 80) and not node.get("disabled")
    ]


def _memory(nodes: list[tuple[Node, tuple[Node, ...]]]) -> list[Part]:
    return [
        _part(ComponentKind.MEMORY, node, size=in_bytes(node.get("size")))
        for node, _above in nodes
        if node.get("class") == "memory" and _named(node, "bank") and in_bytes(node.get("size"))
    ]


def _installed(nodes: list[tuple[Node, tuple[Node, ...]]]) -> int | None:
    """Return the bytes of memory that the machine announces."""
    sizes = [
        in_bytes(node.get("size"))
        for node, _above in nodes
        if node.get("class") == "memory" and node.get("id") == "memory"
    ]
    return next((size for size in sizes if size), None)


def _batteries(nodes: list[tuple[Node, tuple[Node, ...]]]) -> list[Part]:
    return [
        _part(ComponentKind.BATTERY, node, size=in_bytes(node.get("capacity")))
        for node, _above in nodes
        if node.get("class") == "power" and _named(node, "battery")
    ]


def disks(nodes: list[tuple[Node, tuple[Node, ...]]]) -> list[Part]:
    """Return the disks inside: no USB key, no optical drive, no card reader; NVMe by its controller."""
    return [_disk(node, above) for node, above in nodes if _is_disk(node, above)]


def _is_disk(node: Node, above: tuple[Node, ...]) -> bool:
    if any(_is_outside(one) for one in (*above, node)):
        return False
    if node.get("class") == "storage":
        return _named(node, "nvme") and bool(node.get("serial") or node.get("product"))
    if node.get("class") != "disk" or any(_named(one, "nvme") or one.get("class") == "disk" for one in above):
        return False
    # Old versions list the rooms of NVMe disks without the disk itself.
    return bool(in_bytes(node.get("size")) or real_serial(node.get("serial")))


def _is_outside(node: Node) -> bool:
    """Tell whether what hangs there is plugged in from outside, or holds no data of its own."""
    said = phrase(node.get("description"), 120).casefold()
    where = phrase(node.get("businfo"), 60)
    removable = "removable" in mapping(node.get("capabilities"))
    return removable or where.startswith("usb@") or _named(node, "cdrom", "medium") or "dvd" in said


def _disk(node: Node, above: tuple[Node, ...]) -> Part:
    rooms = [one for one in items(node.get("children")) if one.get("class") == "disk"]
    sizes = (in_bytes(one.get("size")) for one in (node, *rooms))
    owner = above[-1] if above and not node.get("product") and above[-1].get("product") else node
    speeds = " ".join(mapping(node.get("capabilities")))
    words = (node.get("id"), node.get("description"), owner.get("product"), node.get("logicalname"), speeds)
    named = {**owner, "serial": node.get("serial") or owner.get("serial")}
    return _part(
        ComponentKind.STORAGE,
        named,
        size=next((size for size in sizes if size), None),
        technology=technology_of(*words),
    )
