"""Import logs of nwipe and typed certificates."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from equipment.management.evidence import EvidenceCommand, Row
from equipment.services.erasures import Erasure, import_erasure

if TYPE_CHECKING:
    from equipment.evidence.reading import RawFile
    from equipment.services.inventory import Importing


class Command(EvidenceCommand):
    help = "Import logs of nwipe or certificates of erasure: each may tell of several disks."

    def import_one(self, file: RawFile, asked: Importing) -> list[Row]:
        """Import one log or certificate."""
        return [_row(result) for result in import_erasure(file, asked)]

    def refused(self, reason: str) -> Row:
        """Return the answer about a file that could not be read."""
        return _row(Erasure(reason=reason))


def _row(result: Erasure) -> Row:
    return {name: value for name, value in asdict(result).items() if name != "tag"}
