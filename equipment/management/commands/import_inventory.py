"""Import inventories: lshw (JSON or XML), GLPI, Workbench."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from equipment.management.evidence import EvidenceCommand, Row
from equipment.services.inventory import Imported, Importing, import_inventory

if TYPE_CHECKING:
    from equipment.evidence.reading import RawFile


class Command(EvidenceCommand):
    help = "Import inventories of lshw (JSON or XML), GLPI or Workbench: each is one machine."

    def import_one(self, file: RawFile, asked: Importing) -> list[Row]:
        """Import one inventory."""
        return [asdict(import_inventory(file, asked))]

    def refused(self, reason: str) -> Row:
        """Return the answer about a file that could not be read."""
        return asdict(Imported("refused", reason=reason))
