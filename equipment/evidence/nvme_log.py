"""What `nvme sanitize-log` prints, as text or as JSON (nvme-cli 1.8 to 2.16): how the last sanitize ended.

It names no disk, and no day. The disk keeps this page for years: only « Global Data Erased » says that
nothing was written since, so that a sanitize made in the factory is not taken for ours.
"""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext as _

from equipment.evidence.findings import EvidenceRefused, Finding
from equipment.evidence.values import mapping, phrase
from equipment.models import EvidenceFormat, ProofKind

TOOL = "nvme sanitize-log"
ENDED = 0xFFFF
_FIELDS = {
    "progress": re.compile(r"^\s*Sanitize Progress\s*\(SPROG\)\s*:\s*(\d{1,6})\b", re.MULTILINE),
    "status": re.compile(r"^\s*Sanitize Status\s*\(SSTAT\)\s*:\s*(0x[0-9a-fA-F]{1,8}|0)\b", re.MULTILINE),
    "command": re.compile(
        r"^\s*Sanitize Command[^\n(]*\(SCDW10\)\s*:\s*(0x[0-9a-fA-F]{1,8}|0)\b", re.MULTILINE
    ),
}
_CODE = re.compile(r"^\((\d)\)")
# The low bits of the status: how the last sanitize ended. 4 left the blocks allocated, and succeeded as well.
NEVER, DONE, UNDER_WAY, FAILED, DONE_ALLOCATED = range(5)
GLOBAL_DATA_ERASED = 0x100
_ACTIONS = {2: "Block Erase", 3: "Overwrite", 4: "Crypto Erase"}


def is_text(text: str) -> bool:
    """Tell whether `text` is such a log."""
    return bool(_FIELDS["status"].search(text))


def is_document(document: Any) -> bool:
    """Tell whether a document in JSON is such a log: one device, and its status."""
    return _device_of(document) != ""


def read_text(text: str) -> list[Finding]:
    """Return what the log says of its only disk; raises EvidenceRefused when a line is missing."""
    found = {name: pattern.search(text) for name, pattern in _FIELDS.items()}
    if not all(found.values()):
        raise _cut()
    progress, status, command = (int(read[1], 0) for read in found.values() if read)
    erased = bool(status & GLOBAL_DATA_ERASED)
    return [_finding("nvme", progress=progress, status=status & 7, erased=erased, command=command)]


def read_document(document: Any) -> list[Finding]:
    """Return what the log says of its only disk; raises EvidenceRefused when a part is missing."""
    device = _device_of(document)
    page = mapping(document[device])
    said = mapping(page.get("sstat"))
    code = _CODE.match(phrase(said.get("status"), 80))
    numbers = (page.get("sprog"), said.get("global_erased"), page.get("cdw10_info"))
    if code is None or not all(isinstance(number, int) for number in numbers):
        raise _cut()
    progress, erased, command = numbers
    return [_finding(device, progress=progress, status=int(code[1]), erased=bool(erased), command=command)]


def _device_of(document: Any) -> str:
    page = mapping(document)
    name = next(iter(page), "") if len(page) == 1 else ""
    return str(name) if mapping(mapping(page.get(name)).get("sstat")) else ""


def _finding(device: str, *, progress: int, status: int, erased: bool, command: int) -> Finding:
    action = _ACTIONS.get(command & 7, "")
    kind, reason = ProofKind.ERASED, ""
    refusal = _why_nothing_is_noted(progress, status, erased, action)
    if status == FAILED:
        kind, reason = ProofKind.FAILED, _("The disk says that its last sanitize failed. Start it again.")
    return Finding(
        format=EvidenceFormat.NVME_LOG,
        device=phrase(device, 40),
        status=f"SSTAT {status}",
        kind=kind,
        tool=TOOL,
        method=f"NVMe sanitize: {action}" if action else "NVMe sanitize",
        reason=reason,
        refusal=refusal,
    )


def _why_nothing_is_noted(progress: int, status: int, erased: bool, action: str) -> str:
    if status == FAILED:
        return ""
    if status == NEVER:
        return _("This disk was never sanitized: its log proves nothing.")
    if status == UNDER_WAY or progress != ENDED:
        return _("The sanitize is not finished. Wait until its end, then make the log again.")
    if status not in {DONE, DONE_ALLOCATED} or not action:
        return _("This log does not say which sanitize was made, or how it ended: nothing is noted.")
    if not erased:
        return _(
            "Something was written on this disk since its last sanitize. Sanitize it again, then make the"
            " log."
        )
    return ""


def _cut() -> EvidenceRefused:
    return EvidenceRefused(
        _("This log of nvme is cut: a line is missing. Make it again with “nvme sanitize-log”."),
        code="incomplete",
    )
