"""`lshw -xml`: the same tree in XML, with or without a `list` around it.

A document type is refused at its first letters: it is where entities that grow without end are declared.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NoReturn
from xml.parsers import expat

from django.utils.translation import gettext as _

from equipment.models import EvidenceFormat

from .errors import EvidenceRefused
from .lshw_storage import Node
from .lshw_tree import DEEPEST, snapshot_of
from .snapshot import Snapshot

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
            self.nodes[-1].setdefault(name, self.value.strip())
        self.element = ""


def _no_document_type(*_declared: Any) -> NoReturn:
    raise EvidenceRefused(_("This XML declares a document type, which no inventory does: it is not read."))


def read(text: str) -> Snapshot:
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
