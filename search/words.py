"""From what somebody typed to the words that are looked for."""

from __future__ import annotations

import re
import unicodedata

LONGEST_TEXT = 200
MOST_WORDS = 12

# A letter, an apostrophe, a word: « l’ordinateur » is about an ordinateur.
_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’](?=\w)", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_SMALL_WORDS = """
a à au aux avec ce ces cette dans de des du elle en est et il je la le les leur ma mes mon ne nos notre
nous on ou où par pas pour que qui sa se ses son sur ta tes ton tu un une vos votre vous y
"""
_STOP_WORDS = frozenset(_SMALL_WORDS.split())
_SHORTEST_STEM = 4


def clean_text(typed: str) -> str:
    """Return `typed` on one line, without control characters, cut at LONGEST_TEXT."""
    printable = "".join(" " if unicodedata.category(sign).startswith("C") else sign for sign in typed)
    return " ".join(printable.split())[:LONGEST_TEXT].rstrip()


def words_of(text: str) -> tuple[str, ...]:
    """Return the words to look for in `text`, in lower case, at most MOST_WORDS.

    Signs go (quotes, operators, emoji), elisions too; small words (« le », « pour ») go unless
    there is nothing else.
    """
    words = _WORD.findall(_ELISION.sub("", text.lower()))
    telling = [word for word in words if word not in _STOP_WORDS]
    return tuple(dict.fromkeys(telling or words))[:MOST_WORDS]


def stem(word: str) -> str:
    """Return the beginning that the forms of `word` share: « ateliers » and « atelier » give « atelier ».

    For engines that know no French: it drops the mark of the plural, nothing more.
    """
    if len(word) > _SHORTEST_STEM and word[-1] in "sx":
        return word[:-1]
    return word
