"""What the team types into the searches and choosers of the admin, as words and nothing else.

The backends write it into a language of their own (FTS5's, PostgreSQL's, Elasticsearch's), where a quote
that does not close, a null byte or half a character is an error. None of them means anything here, so
they are taken out before a backend sees them: a single place, whichever screen asks.
"""

from __future__ import annotations

import copy
import unicodedata
from itertools import chain
from typing import TYPE_CHECKING, Any

from modelsearch.query import And, Boost, Fuzzy, MatchAll, Not, Or, Phrase, PlainText

if TYPE_CHECKING:
    from collections.abc import Iterator

    from modelsearch.query import SearchQuery

# FTS5 refuses an expression that is too deep, Elasticsearch too many clauses: far below both.
MOST_WORDS = 32
LONGEST_WORD = 100
QUOTE = '"'


class PlainQueriesMixin:
    """A search backend of Wagtail's that is asked for words. Goes before the backend's own class."""

    query_compiler_class: Any
    autocomplete_query_compiler_class: Any

    def _search(self, query_compiler_class: Any, query: Any, model_or_queryset: Any, **options: Any) -> Any:
        """Ask for the words of `query`; nothing is found where it has none."""
        asked = plain(query)
        if query_compiler_class is self.autocomplete_query_compiler_class:
            if isinstance(asked, MatchAll):
                query_compiler_class = self.query_compiler_class
            elif not isinstance(asked, str):
                # No engine completes anything but a list of words.
                asked = PlainText(" ".join(_words_of(asked)))
        backend: Any = super()
        return backend._search(query_compiler_class, asked, model_or_queryset, **options)  # noqa: SLF001


def plain(query: SearchQuery | str | None) -> SearchQuery | str:
    """Return `query` with no more in its texts than words; an empty text when none is left."""
    if not isinstance(query, str):
        asked = _plain(query)
        if asked is None or sum(1 for _word in _words_of(asked)) <= MOST_WORDS:
            return asked or ""
        query = " ".join(_words_of(asked))
    return " ".join(_words(query)[:MOST_WORDS])


def _words(text: str) -> list[str]:
    """Cut `text` at spaces, at quotes and at what cannot be seen; leave out what has no letter or digit."""
    seen = "".join(" " if sign == QUOTE or unicodedata.category(sign)[0] == "C" else sign for sign in text)
    return [word[:LONGEST_WORD] for word in seen.split() if any(map(str.isalnum, word))]


def _plain(query: SearchQuery | None) -> SearchQuery | None:
    """Return the same question without what says nothing; None when that is all of it."""
    if isinstance(query, (PlainText, Phrase, Fuzzy)):
        asked = copy.copy(query)
        asked.query_string = " ".join(_words(query.query_string))
        return asked if asked.query_string else None
    if isinstance(query, (And, Or)):
        parts = list(filter(None, map(_plain, query.subqueries)))
        return type(query)(parts) if len(parts) > 1 else next(iter(parts), None)
    if isinstance(query, (Not, Boost)):
        asked = copy.copy(query)
        asked.subquery = _plain(query.subquery)
        says_nothing = isinstance(query, Not) and isinstance(asked.subquery, MatchAll)
        return None if says_nothing else asked if asked.subquery else None
    return query


def _words_of(query: Any) -> Iterator[str]:
    """Yield every word that is asked for, in the order of `query`; not those that are asked to be absent."""
    if hasattr(query, "query_string"):
        yield from query.query_string.split()
    elif isinstance(query, Boost):
        yield from _words_of(query.subquery)
    else:
        yield from chain.from_iterable(map(_words_of, getattr(query, "subqueries", ())))
