"""Cells that a spreadsheet would run as a formula.

OWASP, « CSV Injection »: a cell that begins with one of these signs is read as a formula. An apostrophe
before it makes it a text again; ours is taken away when the file comes back.
"""

from __future__ import annotations

import re

_SIGNS = r"[=+\-@\t\r＝＋－＠]"  # the wide ones are read as the narrow ones by some spreadsheets
_RISKY = re.compile(rf"'*{_SIGNS}")
_NEUTRAL = re.compile(rf"'+{_SIGNS}")
# What people who describe a fault never type: « =A1 », « = 1+1 », a call (« @SUM(1) », not « -prise(s) »),
# a link to another program (« -cmd|… »).
_CALL = r"(?!\w+\((?:e|s|es|x)\))[A-Za-z_][\w.]*\("
_FORMULA = re.compile(
    rf"\s*(?:[=＝](?:[^\s=]|\s*[\d+\-@(\"'$]|\s+[A-Za-z$]+\d|\s*{_CALL}|\s*\w+[|!])"
    rf"|[+\-@＋－＠][\d.+\-]*+(?:{_CALL}|\s*\w+\|))"
)


def neutralize(text: str) -> str:
    """Return `text` so that no spreadsheet runs it."""
    return f"'{text}" if _RISKY.match(text) else text


def restore(text: str) -> str:
    """Return what `neutralize()` was given."""
    return text[1:] if _NEUTRAL.match(text) else text


def is_formula(text: str) -> bool:
    """Tell whether `text` was written to be run: « =HYPERLINK(…) », « @SUM(1) »; « - no light » is a text."""
    return _FORMULA.match(text) is not None
