"""The engine that every site has: its database."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import connection

from search.contract import Answer, Question
from search.database import text_index
from search.database.selection import select
from search.text import corrected_terms, corrections_of

if TYPE_CHECKING:
    from collections.abc import Sequence


class DatabaseEngine:
    """Finds documents by the index that SQLite or PostgreSQL keeps of them; see `contract.Engine`."""

    name = "database"
    unavailable: tuple[type[Exception], ...] = ()

    def run(self, question: Question) -> Answer:
        """Answer `question` by four queries at most: the words, a spelling, the words anew, any of them."""
        index = text_index(connection.vendor)
        found = index.match(question.terms, every=True)
        if found or not question.terms:
            return select(question, found)
        corrections = corrections_of(question.terms)
        mended = corrected_terms(question.terms, corrections)
        if corrections and (found := index.match(mended, every=True)):
            return replace(select(question, found), match="typos", corrections=corrections)
        found = index.match(mended, every=False)
        return replace(select(question, found), match="any", corrections=corrections)

    def complete(self, words: Sequence[str], limit: int) -> Sequence[int]:
        """Return the keys of documents whose title has all `words`, the last one perhaps unfinished."""
        return text_index(connection.vendor).complete(words, limit) if words else []
