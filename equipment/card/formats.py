"""Codes in words: what was done, why it came back, what was found about a disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext, pgettext_lazy

from equipment.models import ProofKind
from equipment.transitions import TRANSITIONS, ReturnReason

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

RETURN_REASONS: dict[str, StrPromise] = {
    ReturnReason.END_OF_LOAN: pgettext_lazy("reason of a return", "End of the loan"),
    ReturnReason.BROKEN: pgettext_lazy("reason of a return", "It broke down"),
    ReturnReason.UNSUITABLE: pgettext_lazy("reason of a return", "It does not suit"),
    ReturnReason.NOT_NEEDED: pgettext_lazy("reason of a return", "It is no longer needed"),
    ReturnReason.OTHER: pgettext_lazy("reason of a return", "Other reason"),
}
_OTHER_CODES: dict[str, StrPromise] = {
    "receive": pgettext_lazy("entry of the ledger", "Arrived"),
    "opening": pgettext_lazy("entry of the ledger", "Known before tracking began"),
    "data": pgettext_lazy("entry of the ledger", "Found about its data"),
    "undo": pgettext_lazy("entry of the ledger", "Taken back"),
    "import_undone": pgettext_lazy("entry of the ledger", "Its import was undone"),
    "merge": pgettext_lazy("entry of the ledger", "Joined with another tag"),
    "unmerge": pgettext_lazy("entry of the ledger", "Separated from another tag"),
}


def format_code(code: str) -> str:
    """Return what an entry of the ledger tells: « Prête à partir »; the code itself when it is unknown."""
    if code in TRANSITIONS:
        return str(TRANSITIONS[code].label)
    if code in _OTHER_CODES:
        return str(_OTHER_CODES[code])
    if code in ProofKind.values:
        return str(ProofKind(code).label)
    return code


def format_finding(kind: str | None) -> str:
    """Return what was found last about the data of a disk, or that nothing was."""
    return str(ProofKind(kind).label) if kind else gettext("Nothing proves that it is erased.")


def format_reason(reason: str) -> str:
    """Return why a machine came back, or the code itself."""
    return str(RETURN_REASONS.get(reason, reason))
