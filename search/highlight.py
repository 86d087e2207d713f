"""What was found, in sight: the piece of a text around the words, with <mark> on them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .words import fold, is_small, stem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .contract import Term

LENGTH = 200
# Read so far only: an excerpt from the depths of a long page helps nobody.
DEPTH = 5_000
_WORD = re.compile(r"[^\W_]+")
_SHORTEST_BEGINNING = 5


class Marker:
    """Marks the words of some terms in any text."""

    def __init__(self, terms: Iterable[Term]) -> None:
        words = {fold(word) for term in terms for form in term.forms for word in form if not is_small(word)}
        self._stems = {stem(word) for word in words}
        self._beginnings = tuple(word for word in words if len(word) >= _SHORTEST_BEGINNING)

    def finds(self, word: str) -> bool:
        """Tell whether `word` is one of those, or a form of it."""
        folded = fold(word)
        return stem(folded) in self._stems or folded.startswith(self._beginnings)

    def is_in(self, text: str) -> bool:
        """Tell whether `text` has one of the words."""
        return any(self.finds(word) for word in _WORD.findall(text))

    def mark(self, text: str) -> SafeString:
        """Return `text` as HTML, with <mark> around what was found."""
        pieces, end = [], 0
        for word in _WORD.finditer(text):
            if self.finds(word[0]):
                pieces += [escape(text[end : word.start()]), "<mark>", escape(word[0]), "</mark>"]
                end = word.end()
        pieces.append(escape(text[end:]))
        return mark_safe("".join(pieces).replace("</mark> <mark>", " "))  # noqa: S308  escaped above

    def excerpt(self, excerpt: str, text: str) -> str:
        """Return `excerpt` if it has something to mark; else the piece of `text` that has, if any."""
        if not self._stems or self.is_in(excerpt):
            return excerpt
        found = next((word for word in _WORD.finditer(text[:DEPTH]) if self.finds(word[0])), None)
        return _around(text, found.start()) if found else excerpt


def _around(text: str, position: int) -> str:
    """Return some LENGTH signs of `text` around `position`, cut between words."""
    start = max(position - LENGTH // 3, 0)
    if start:
        start = text.find(" ", start, position) + 1 or position
    end = start + LENGTH
    if end < len(text):
        end = max(text.rfind(" ", position, end), position)
    piece = text[start:] if end >= len(text) else text[start:end] or text[start : start + LENGTH]
    return f"{'… ' if start else ''}{piece.strip()}{' …' if end < len(text) else ''}"
