"""What lshw prints, as JSON or as XML, read as the same tree (B.02.18 to B.02.20)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NoReturn
from xml.parsers import expat

from django.utils.translation import gettext as _

from equipment.evidence.findings import EvidenceRefused
from equipment.evidence.lshw_storage import ADDED, Node, Placed, named, part_of, storage_of
from equipment.evidence.snapshot import Part, Snapshot, kind_of
from equipment.evidence.values import in_bytes, items, mapping, phrase, real_name, real_serial
from equipment.models import ComponentKind, EvidenceFormat, Gap

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


def is_lshw(document: Any) -> bool:
    """Tell whether `document` has the shape of lshw: a node, or a list of nodes."""
    first = document[0] if isinstance(document, list) and document else document
    return isinstance(first, dict) and {"id", "class"} <= first.keys()


def read(document: Any) -> Snapshot:
    """Return the machine; raises EvidenceRefused when the tree is not that of a whole machine."""
    nodes = document if isinstance(document, list) else [document]
    if len(nodes) > 1 and all(isinstance(node, dict) for node in nodes):
        systems = [node for node in nodes if node.get("class") == "system"]
        if len(systems) > 1:
            raise EvidenceRefused(_("This file tells of several machines. Give one file for each."))
        nodes = systems or nodes
    return snapshot_of(nodes[0])


# The longest value of one element; an inventory has none near it.
LONGEST_VALUE = 4000
# `<setting id="chassis" value="laptop"/>`, `<capability id="removable">…`: kept by their id.
NAMED = {"setting": "configuration", "capability": "capabilities"}


class _Builder:
    """Gathers the nodes that expat announces, in the shape of the JSON."""

    def __init__(self) -> None:
        self.roots: list[Node] = []
        self.nodes: list[Node] = []
        self.element, self.value, self.depth = "", "", 0

    def starts(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.element, self.value = name, ""
        if self.depth > 2 * DEEPEST:
            raise EvidenceRefused(_("This inventory is too deep or too long to be that of a computer."))
        if name == "node":
            node: Node = {**attributes, "children": []}
            (self.nodes[-1]["children"] if self.nodes else self.roots).append(node)
            self.nodes.append(node)
        elif name in NAMED and self.nodes and "id" in attributes:
            self.nodes[-1].setdefault(NAMED[name], {})[attributes["id"]] = attributes.get("value", "")

    def says(self, letters: str) -> None:
        if len(self.value) < LONGEST_VALUE:
            self.value += letters

    def ends(self, name: str) -> None:
        self.depth -= 1
        if name == "node":
            self.nodes.pop()
        elif self.nodes and name == self.element and name not in {"children", "class", "id"}:
            node, value = self.nodes[-1], self.value.strip()
            if name == "logicalname":
                # One element for each name, where the JSON has a list.
                node.setdefault(name, []).append(value)
            else:
                node.setdefault(name, value)
        self.element = ""


def _no_document_type(*_declared: Any) -> NoReturn:
    raise EvidenceRefused(_("This XML declares a document type, which no inventory does: it is not read."))


def read_xml(text: str) -> Snapshot:
    """Return the machine; raises EvidenceRefused for XML that is cut, dangerous, or tells of no machine."""
    builder = _Builder()
    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = builder.starts
    parser.EndElementHandler = builder.ends
    parser.CharacterDataHandler = builder.says
    parser.StartDoctypeDeclHandler = _no_document_type
    parser.EntityDeclHandler = _no_document_type
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        message = _("This XML is cut or damaged, at line %(line)d. Make the inventory again.")
        raise EvidenceRefused(message % {"line": error.lineno}) from error
    if not builder.roots:
        raise EvidenceRefused(_("This XML is not an inventory of lshw."))
    root = next((node for node in builder.roots if node.get("class") == "system"), builder.roots[0])
    return replace(snapshot_of(root), format=EvidenceFormat.LSHW_XML)
