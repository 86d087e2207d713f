"""What a scanner or a hand types: a tag, the address of a QR code, or a maker's number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from maillage.places.codes import ALPHABET

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from equipment.models import Machine

_ADDRESS = re.compile(rf"/m/([{ALPHABET}]{{7}})/?$", re.IGNORECASE)
LONGEST = 300


def machine_of(text: str, machines: QuerySet[Machine]) -> Machine | None:
    """Return the one of `machines` that `text` names, following a joined tag; None when none has it."""
    text = text.strip()[:LONGEST]
    address = _ADDRESS.search(text)
    code = (address.group(1) if address else re.sub(r"[\s-]", "", text)).upper()
    found = machines.filter(tag=code).select_related("merged_into").first()
    if found is None and code:
        serial = re.sub(r"\s", "", text).upper()
        found = machines.filter(serials__value=serial).select_related("merged_into").first()
    return found.merged_into or found if found else None
