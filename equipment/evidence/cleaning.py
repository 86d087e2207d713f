"""Values out of a file, made fit for a column: letters only, one line, so long at most."""

from __future__ import annotations

import unicodedata
from typing import Any


def phrase(value: Any, longest: int) -> str:
    """Return `value` as one line of at most `longest` letters; nothing for what is neither text nor number.

    Controls, marks of direction and halves of letters are left out: a database refuses some of them.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    spaced = " ".join(str(value)[: longest * 8].split())
    kept = "".join(letter for letter in spaced if not unicodedata.category(letter).startswith("C"))
    return kept[:longest].strip()


def items(value: Any, most: int = 64) -> list[dict[str, Any]]:
    """Return the objects in a list, `most` at most; a list that a file does not hold is empty."""
    if isinstance(value, dict):
        value = [value]
    if not isinstance(value, list):
        return []
    return [item for item in value if isinstance(item, dict)][:most]


def mapping(value: Any) -> dict[str, Any]:
    """Return `value` when it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}
