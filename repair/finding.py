"""Find what an object is, and whether cafés take it, from what people call it."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from repair.categories import ALSO, WORDS, Category
from repair.refusals import REFUSED_WORDS, Refused

# « iPhone12 » is written « iPhone 12 » too.
_WORDS = re.compile(r"[a-z]+|[0-9]+")
# The words that a plural leaves as they are.
SHORTEST_PLURAL = 4


def find_category(typed: str) -> Category | None:
    """Return the category that the words of `typed` name, the likeliest of several, or None."""
    return next(iter(find_categories(typed)), None)


def find_categories(typed: str) -> list[Category]:
    """Return the categories that the words of `typed` may mean: « portable » is a computer or a phone.

    The name that comes first in what was typed wins (« chargeur de téléphone » is a charger), and the
    longest of those: « mon vieux fer à lisser » is no iron. Accents, capitals, hyphens, apostrophes and
    plurals are not looked at.
    """
    name = _first_name(_folded(typed))
    return list(_categories().get(name, ()))


def find_refused(typed: str) -> Refused | None:
    """Return the kind of thing that cafés do not take and that the words of `typed` name, or None."""
    return _refused().get(_first_name(_folded(typed)))


def all_refused_in(line: str) -> set[Refused]:
    """Return every kind of thing that a line of an editor names among those that cafés do not take."""
    held = f" {_folded(line)} "
    return {refused for name, refused in _refused().items() if f" {name} " in held}


def suggestions() -> list[str]:
    """Return the names that a form may offer while somebody types, in alphabetical order."""
    return sorted({name for names in WORDS.values() for name in names}, key=_folded)


def _first_name(words: str) -> str:
    """Return the known name that stands first in folded `words`, the longest there; empty without any."""
    held = f" {words} "
    found = [(held.index(f" {name} "), -len(name), name) for name in _names() if f" {name} " in held]
    return min(found)[2] if found else ""


@cache
def _names() -> frozenset[str]:
    return frozenset({*_categories(), *_refused()})


@cache
def _categories() -> dict[str, tuple[Category, ...]]:
    """Return what each name means, as it is compared: its category, then another that it may mean."""
    found = {
        spelled: (category,)
        for category, names in WORDS.items()
        for name in names
        for spelled in _spellings(name)
    }
    return found | {_folded(name): (*found[_folded(name)], other) for name, other in ALSO.items()}


@cache
def _refused() -> dict[str, Refused]:
    return {
        spelled: refused
        for refused, names in REFUSED_WORDS.items()
        for name in names
        for spelled in _spellings(name)
    }


def _spellings(name: str) -> set[str]:
    """Return `name` as it is compared, with its hyphens as spaces and as nothing (« lavelinge »)."""
    return {_folded(name), _folded(name.replace("-", ""))}


def _folded(text: str) -> str:
    """Return `text` in small letters without accents, its words without their plurals."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe"))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(_singular(word) for word in _WORDS.findall(plain))


def _singular(word: str) -> str:
    return word[:-1] if len(word) >= SHORTEST_PLURAL and word[-1] in "sx" else word
