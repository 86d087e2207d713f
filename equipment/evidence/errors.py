"""Why a file of evidence is not taken."""

from __future__ import annotations

from equipment.errors import EquipmentError


class EvidenceRefused(EquipmentError):
    """The file, or what it says, cannot be used. Its text is the reason, for people."""
