"""What a file says about the data of one disk, or why it is refused."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from equipment.errors import EquipmentError
from equipment.models import EvidenceFormat, ProofKind


class EvidenceRefused(EquipmentError):
    """The file, or what it says, cannot be used. Its text is the reason, for people."""


@dataclass(frozen=True)
class Finding:
    """One disk in a log or a certificate.

    `status` is the tool's own word. `kind` is what it is worth, `reason` why it is worth no more. `size` in
    bytes, `rounded` when the tool wrote it so. `at` has the time zone of the site: tools write none.
    `refusal` says why nothing is to be written of it, neither a proof nor a failure: `kind` counts no more.
    """

    format: EvidenceFormat
    device: str
    status: str
    kind: ProofKind
    serial: str = ""
    model: str = ""
    size: int | None = None
    tool: str = ""
    method: str = ""
    errors: int = 0
    reason: str = ""
    at: datetime | None = None
    # Who answers for a certificate typed by hand.
    signed_by: str = ""
    refusal: str = ""

    @property
    def erases(self) -> bool:
        """Whether it says, without any doubt, that the disk is erased or destroyed."""
        return not self.refusal and self.kind in {ProofKind.ERASED, ProofKind.DESTROYED}


# The first row that is found in the words speaks: what is like another, and is worth less, comes before it.
_METHODS: tuple[tuple[str, bool], ...] = (
    # Says which blocks are free: the disk erases them when it likes, or never.
    (r"\bblkdiscard\b|\btrim\b|\bfstrim\b|\bdiscard\b", False),
    # The key that enciphered everything is destroyed.
    (r"\bcrypto(?:graphic(?:ally)?)?[ -]?(?:erase|erasure|scramble)", True),
    (r"\beffacement[ -](?:crypto|cryptographique)|\bpsid\b|\bopal\b.*\brevert|\brevert\b.*\bopal", True),
    # `nvme format`: 1 erases the user's data, 2 destroys the key, 0 promises neither.
    (r"\bnvme[ -]?format\b.*(?:--ses[= ]?|-s[= ]?|\bses[= ]?)[12]\b", True),
    (r"\bnvme[ -]?format\b.*\b(?:user data|secure)[ -]erase", True),
    (r"\bnvme[ -]?format\b", False),
    (r"\bblock[ -]?erase\b|\bsanitize\b", True),
    # ATA: « enhanced » writes on what was set aside too, the plain command need not.
    (r"\b(?:enhanced|etendu|ameliore)\b.*\bsec(?:ure|urity|urise)\b", True),
    (r"\bsec(?:ure|urity)[ -]?erase\b.*\benhanced\b|\beffacement securise (?:etendu|ameliore)\b", True),
    (r"\bsec(?:ure|urity)[ -]?erase\b|\beffacement securise\b", False),
    (r"\b800-88\b.*\bpurge\b|\bpurge\b.*\b800-88\b", True),
    # Telephones and tablets of Apple: their memory is always enciphered.
    (r"\berase all content and settings\b|\beffacer (?:tout le )?contenu et (?:les )?reglages\b", True),
)
_TABLE = tuple((re.compile(words), reaches) for words, reaches in _METHODS)


def reaches_all_of_flash(method: str) -> bool:
    """Tell whether `method` reaches all of a flash disk; what no row of the table knows does not."""
    decomposed = unicodedata.normalize("NFKD", method.casefold())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return next((reaches for words, reaches in _TABLE if words.search(plain)), False)
