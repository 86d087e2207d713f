"""From what somebody typed to the words that are looked for."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

LONGEST_TEXT = 200
MOST_WORDS = 12

# A letter, an apostrophe, a word: « l’ordinateur » is about an ordinateur.
_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’](?=\w)", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "Œ": "OE", "Æ": "AE", "ß": "ss"})
_SMALL_WORDS = """
a à ai au aux avec ce ces cette comment dans de des du elle en est et être faire fait faut il j je l la le les
leur lors ma me mes mon ne nos notre nous on ou où par pas peut peux pour quand que quel quelle qui quoi sa se
ses son suis sur ta te tes ton tu un une veut veux vos votre voudrais vous y
"""
_STOP_WORDS = frozenset(_SMALL_WORDS.split())
_SHORTEST_STEMMED = 4
_STEMMER = snowballstemmer.stemmer("french")


def clean_text(typed: str) -> str:
    """Return `typed` on one line, without control characters, cut at LONGEST_TEXT."""
    # Ten times what is kept is enough to find it in; the rest is not even read.
    start = typed[: LONGEST_TEXT * 10]
    printable = "".join(" " if unicodedata.category(sign).startswith("C") else sign for sign in start)
    return " ".join(printable.split())[:LONGEST_TEXT].rstrip()


def all_words(text: str) -> list[str]:
    """Return every word of `text`, in lower case and in order; signs and elisions go."""
    return _WORD.findall(_ELISION.sub("", unicodedata.normalize("NFKC", text).lower()))


def words_of(text: str, *, keep_small: bool = False) -> tuple[str, ...]:
    """Return the different words to look for in `text`, in lower case, at most MOST_WORDS.

    Signs go (quotes, operators, emoji), elisions too; small words (« le », « pour ») go unless
    there is nothing else, or unless `keep_small`, for an expression whose words stay together.
    """
    words = all_words(text)
    if keep_small:
        return tuple(words[:MOST_WORDS])
    telling = [word for word in words if not is_small(word)]
    return tuple(dict.fromkeys(telling or words))[:MOST_WORDS]


def is_small(word: str) -> bool:
    """Tell whether `word` says nothing by itself: « le », « pour »."""
    return word in _STOP_WORDS


def fold(text: str) -> str:
    """Return `text` in lower case without accents: « Réparer » gives « reparer »."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).lower()


def is_short(word: str) -> bool:
    """Tell whether `word` is looked for as it is: « CAF » is no form of « café »."""
    return len(word) < _SHORTEST_STEMMED


def singular(word: str) -> str:
    """Return a folded `word` without the mark of the plural: « ateliers » and « bureaux » lose it."""
    if len(word) > _SHORTEST_STEMMED and word[-1] == "s":
        return word[:-1]
    return word[:-1] if len(word) >= _SHORTEST_STEMMED and word[-1] == "x" else word


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return what the forms of a folded `word` share: « reparer » and « reparation » give « repar ».

    It is made from folded words, so that a word typed without its accents has the same stem.
    The stemmer is Snowball's French one: https://snowballstem.org/algorithms/french/stemmer.html
    """
    base = singular(word)
    if len(base) < _SHORTEST_STEMMED:
        return base
    # « cassée » and « cassé » differ by an ending that is no longer there once the accents are gone.
    stemmed: str = _STEMMER.stemWord(base[:-1] if base.endswith("ee") else base)
    return stemmed
