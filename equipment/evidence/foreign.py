"""Reports of other tools: known by their name, so that their refusal says what to do instead."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from equipment.evidence.findings import EvidenceRefused

# How far into a text a report says whose it is.
HEAD = 20_000
_TOOLS: tuple[tuple[str, str], ...] = (
    ("Blancco", r"\bblancco"),
    ("Certus Erasure", r"\bcertus (?:erasure|software)\b"),
    ("WipeDrive", r"\bwipedrive\b|\bwhitecanyon\b"),
    ("KillDisk", r"\bkilldisk\b"),
    ("BitRaser", r"\bbitraser\b"),
    ("DBAN", r"\bdban\b|\bdwipe\b|\bdarik'?s boot and nuke\b"),
    ("Ontrack Eraser", r"\bontrack eraser\b"),
    ("Parted Magic", r"\bparted magic\b"),
    # They print the command, and nothing of what the disk answered.
    ("hdparm", r"\bhdparm\b|issuing (?:enhanced_)?security_erase|\bsecurity_erase command\b"),
    ("nvme format", r"\bsuccess formatting namespace\b"),
    ("shred", r"^shred: /dev/"),
    ("dd", r"^\d+\+\d+ records in\b|^\d+\+\d+ enregistrements lus\b"),
)
_NAMES = tuple((name, re.compile(words, re.IGNORECASE | re.MULTILINE)) for name, words in _TOOLS)
_TEXT_OF_A_PDF = "Disc Erasure by NWIPE version"
_SMARTCTL = re.compile(r'^smartctl \d|"smartctl"\s*:\s*\{', re.MULTILINE)


def refuse_by_name(text: str) -> None:
    """Raise EvidenceRefused when `text` is the report of a tool that is known and not read."""
    head = text[:HEAD]
    if _TEXT_OF_A_PDF in head:
        raise EvidenceRefused(
            _("This is the text of a certificate of nwipe. Import the PDF itself."), code="incomplete"
        )
    if _SMARTCTL.search(head):
        raise EvidenceRefused(
            _(
                "This is what smartctl prints: it tells how the disk is, never that it is erased. Import the"
                " log of the erasure."
            )
        )
    name = next((name for name, words in _NAMES if words.search(head)), "")
    if name:
        message = _(
            "This is a report of %(tool)s, which is not read here: nothing is noted. Type its certificate on"
            " the machine’s card (serial number, tool, method, date, who, result) and add this file or a"
            " photo of it."
        )
        raise EvidenceRefused(message % {"tool": name}, code="incomplete")
