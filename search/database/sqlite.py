"""The documents in SQLite's FTS5: one pass over the matches, however many there are.

The words of the documents are cut, folded and stemmed here, for FTS5 knows no French; it keeps them
twice, as stems (`title`, `text`) and as they are written (`title_words`, `text_words`).
https://www.sqlite.org/fts5.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from search.words import all_words, fold, is_short, stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from search.contract import Term
    from search.models import SearchDocument

    from . import Candidate

TABLE = "search_fts"

_INSERT = f"INSERT INTO {TABLE} (rowid, title, text, title_words, text_words) VALUES (%s, %s, %s, %s, %s)"  # noqa: S608
# A word of the title counts for eight of the text; the very word that was typed, for some more.
_MATCH = f"""
SELECT document.id, -bm25({TABLE}, 8.0, 1.0, 6.0, 1.0), document.facets, document.moments
FROM {TABLE} JOIN search_searchdocument AS document ON document.id = {TABLE}.rowid
WHERE {TABLE} MATCH %s
"""  # noqa: S608
_ALL = "SELECT id, 0.0, facets, moments FROM search_searchdocument"
_COMPLETE = f"""
SELECT {TABLE}.rowid FROM {TABLE} JOIN search_searchdocument AS document ON document.id = {TABLE}.rowid
WHERE {TABLE} MATCH %s ORDER BY bm25({TABLE}, 0.0, 0.0, 1.0, 0.0), document.title LIMIT %s
"""  # noqa: S608
_SHORTEST_BEGINNING = 5


class SQLiteIndex:
    """See `TextIndex`."""

    def write(self, documents: Iterable[SearchDocument]) -> None:
        """Index `documents`, in the place of what was known of them."""
        rows = [(one.pk, *_columns(one.title, one.text)) for one in documents]
        self.delete([row[0] for row in rows])
        with connection.cursor() as cursor:
            cursor.executemany(_INSERT, rows)

    def delete(self, pks: Sequence[int]) -> None:
        """Forget the documents of these primary keys."""
        with connection.cursor() as cursor:
            cursor.executemany(f"DELETE FROM {TABLE} WHERE rowid = %s", [(pk,) for pk in pks])  # noqa: S608

    def match(self, terms: Sequence[Term], *, every: bool) -> list[Candidate]:
        """Return the documents that have every term, or any of them."""
        with connection.cursor() as cursor:
            if not terms:
                return cursor.execute(_ALL).fetchall()
            asked = (" AND " if every else " OR ").join(f"({_term(term)})" for term in terms)
            return cursor.execute(_MATCH, [asked]).fetchall()

    def complete(self, words: Sequence[str], limit: int) -> list[int]:
        """Return the documents whose title has `words`, the last perhaps unfinished."""
        *whole, last = [fold(word) for word in words]
        asked = " AND ".join([*(f'"{word}"' for word in whole), f'"{last}"*'])
        with connection.cursor() as cursor:
            return [pk for (pk,) in cursor.execute(_COMPLETE, [f"title_words : ({asked})", limit])]


def _columns(title: str, text: str) -> tuple[str, str, str, str]:
    titles, texts = [fold(word) for word in all_words(title)], [fold(word) for word in all_words(text)]
    return " ".join(map(stem, titles)), " ".join(map(stem, texts)), " ".join(titles), " ".join(texts)


def _term(term: Term) -> str:
    """Return a term in FTS5's language; only letters and digits reach it, between quotes."""
    return " OR ".join(_form([fold(word) for word in words], exact=term.exact) for words in term.forms)


def _form(words: list[str], *, exact: bool) -> str:
    written = f'{{title_words text_words}} : "{" ".join(words)}"'
    if exact or (len(words) == 1 and is_short(words[0])):
        return written
    stems = " ".join(map(stem, words))
    found = f'{{title text}} : "{stems}" OR {written}'
    # « répar » finds « réparer »; a short word would bring every word that begins like it.
    if len(words) == 1 and len(words[0]) >= _SHORTEST_BEGINNING:
        found += f' OR {{title_words text_words}} : "{words[0]}"*'
    return found
