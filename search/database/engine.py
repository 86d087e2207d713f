"""The engine that every site has: its database."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import connection

from search.contract import Answer, Question, Term
from search.vocabulary import mend

from . import text_index
from .selection import select

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


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
        corrections = mend(_single_words(question.terms))
        mended = _mended(question.terms, corrections)
        if corrections and (found := index.match(mended, every=True)):
            return replace(select(question, found), match="typos", corrections=corrections)
        found = index.match(mended, every=False)
        return replace(select(question, found), match="any", corrections=corrections)

    def complete(self, words: Sequence[str], limit: int) -> Sequence[int]:
        """Return the keys of documents whose title has all `words`, the last one perhaps unfinished."""
        return text_index(connection.vendor).complete(words, limit) if words else []


def _single_words(terms: Sequence[Term]) -> list[str]:
    """The typed words that may be misspelt: not those between quotes, not those that have synonyms."""
    return [
        term.forms[0][0] for term in terms if not term.exact and len(term.forms) == len(term.forms[0]) == 1
    ]


def _mended(terms: Sequence[Term], corrections: Mapping[str, str]) -> tuple[Term, ...]:
    def mend_term(term: Term) -> Term:
        better = corrections.get(term.forms[0][0]) if len(term.forms[0]) == 1 else None
        return replace(term, forms=((better,), *term.forms)) if better and not term.exact else term

    return tuple(mend_term(term) for term in terms)
