"""Find the category of an object from what people call it."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from .categories import Category
from .french_words import WORDS

_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
# The words that a plural leaves as they are.
SHORTEST_PLURAL = 4


def find_category(typed: str) -> Category | None:
    """Return the category that the words of `typed` name, or None.

    The longest name that is in what was typed wins: « mon vieux fer à lisser » is no iron. Accents,
    capitals, hyphens and plurals are not looked at.
    """
    words = _folded(typed)
    if not words:
        return None
    held = f" {words} "
    return next((category for name, category in _names() if f" {name} " in held), None)


def suggestions() -> list[str]:
    """Return the names that a form may offer while somebody types, in alphabetical order."""
    return sorted({name for names in WORDS.values() for name in names}, key=_folded)


@cache
def _names() -> list[tuple[str, Category]]:
    """Return every name as it is compared, the longest first."""
    pairs = {_folded(name): category for category, names in WORDS.items() for name in names}

    return sorted(pairs.items(), key=lambda pair: (-len(pair[0]), pair[0]))


def _folded(text: str) -> str:
    """Return `text` in small letters without accents, its words without their plurals."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe"))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(_singular(word) for word in _NOT_LETTERS.split(plain) if word)


def _singular(word: str) -> str:
    return word[:-1] if len(word) >= SHORTEST_PLURAL and word[-1] in "sx" else word
