"""`lshw -json`: one object, a list of one, or objects side by side, as its versions print them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from .errors import EvidenceRefused
from .lshw_tree import snapshot_of
from .snapshot import Snapshot


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
