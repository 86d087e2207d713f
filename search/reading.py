"""What a typed text says beside its words: near where; and the same text, better spelt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .words import all_words, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .contract import Point

_NEAR = re.compile(
    r"\b(?:pr[eè]s|autour|proche|aux alentours|à côté|a cote)\s+(?:de\s+|d['’]|du\s+|des\s+)(.+)$",
    re.IGNORECASE,
)
MOST_WORDS_IN_A_NAME = 6
_WORD = re.compile(r"[^\W_]+")


def find_near(text: str, find: Callable[[str], Point | None]) -> tuple[str, Point | None]:
    """Return `text` without « près de Redon », and the point that `find` knows by this name.

    The name may be followed by other words; the longest name that is known wins. A text that names
    no known place stays whole.
    """
    asked = _NEAR.search(text)
    if asked is None:
        return text, None
    words = asked[1].split()
    for length in range(min(len(words), MOST_WORDS_IN_A_NAME), 0, -1):
        if point := find(" ".join(words[:length])):
            return " ".join([text[: asked.start()].strip(), *words[length:]]).strip(), point
    return text, None


def corrected(text: str, corrections: Mapping[str, str]) -> str | None:
    """Return `text` with its words corrected, or None when there is nothing to correct."""
    better = {fold(word): correction for word, correction in corrections.items()}
    if not any(fold(word) in better for word in all_words(text)):
        return None
    return _WORD.sub(lambda word: better.get(fold(word[0]), word[0]), text)
