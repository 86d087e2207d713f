"""The documents in PostgreSQL's full text search, with a French that reads words without their accents.

A table of its own holds two vectors of each document: `stems`, by the configuration
`maillage_french`, and `words`, as they are written but for the accents. GIN indexes find them.
https://www.postgresql.org/docs/15/textsearch.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from search.words import all_words, fold, is_short, singular

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from search.contract import Term
    from search.models import SearchDocument

    from . import Candidate

TABLE = "search_tsv"
_WEIGHTED = "setweight(to_tsvector('{0}', %s), 'A') || setweight(to_tsvector('{0}', %s), 'D')"
_UPSERT = f"""
INSERT INTO {TABLE} (document_id, stems, words)
VALUES (%s, {_WEIGHTED.format("maillage_french")}, {_WEIGHTED.format("simple")})
ON CONFLICT (document_id) DO UPDATE SET stems = EXCLUDED.stems, words = EXCLUDED.words
"""  # noqa: S608
# Weights of D, C, B, A: a word of the title counts for eight of the text; 1 takes the length into account.
_RANK = "ts_rank('{{0.12, 0.2, 0.4, 1.0}}', {0}, to_tsquery('{1}', %s), 1)"
_MATCH = f"""
SELECT document.id, {_RANK.format("stems", "maillage_french")} + {_RANK.format("words", "simple")},
    document.facets::text, document.moments::text
FROM {TABLE} JOIN search_searchdocument AS document ON document.id = document_id
WHERE """  # noqa: S608
_HAS = "(stems @@ to_tsquery('maillage_french', %s) OR words @@ to_tsquery('simple', %s))"
_HAS_EXACTLY = "words @@ to_tsquery('simple', %s)"
_ALL = "SELECT id, 0.0, facets::text, moments::text FROM search_searchdocument"
_COMPLETE = f"""
SELECT document_id FROM {TABLE} JOIN search_searchdocument AS document ON document.id = document_id
WHERE words @@ to_tsquery('simple', %s) ORDER BY length(document.title), document.title LIMIT %s
"""  # noqa: S608
_SHORTEST_BEGINNING = 5


class PostgreSQLIndex:
    """See `TextIndex`."""

    def write(self, documents: Iterable[SearchDocument]) -> None:
        """Index `documents`, in the place of what was known of them."""
        rows = [(one.pk, *_columns(one.title, one.text)) for one in documents]
        with connection.cursor() as cursor:
            cursor.executemany(_UPSERT, rows)

    def delete(self, pks: Sequence[int]) -> None:
        """Forget the documents of these primary keys."""
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {TABLE} WHERE document_id = ANY(%s)", [list(pks)])  # noqa: S608

    def match(self, terms: Sequence[Term], *, every: bool) -> list[Candidate]:
        """Return the documents that have every term, or any of them."""
        with connection.cursor() as cursor:
            if not terms:
                cursor.execute(_ALL)
                return cursor.fetchall()
            stems, words = " | ".join(filter(None, map(_stems, terms))), " | ".join(map(_written, terms))
            conditions, asked = [], [stems, words]
            for term in terms:
                conditions.append(_HAS_EXACTLY if term.exact else _HAS)
                asked += [_words(term)] if term.exact else [_stems(term), _words(term)]
            condition = (" AND " if every else " OR ").join(conditions)
            cursor.execute(_MATCH + condition, asked)
            return cursor.fetchall()

    def complete(self, words: Sequence[str], limit: int) -> list[int]:
        """Return the documents whose title has `words`, the last perhaps unfinished."""
        *whole, last = [fold(word) for word in words]
        asked = " & ".join([*(f"'{word}':A" for word in whole), f"'{last}':*A"])
        with connection.cursor() as cursor:
            cursor.execute(_COMPLETE, [asked, limit])
            return [pk for (pk,) in cursor.fetchall()]


def _columns(title: str, text: str) -> tuple[str, str, str, str]:
    titles, texts = " ".join(all_words(title)), " ".join(all_words(text))
    return titles, texts, fold(titles), fold(texts)


def _stems(term: Term) -> str:
    """Return a term as `to_tsquery` reads it; only letters and digits reach it, between quotes.

    A short word has no stem: it is found among the words. The empty text matches nothing.
    """
    long = [words for words in term.forms if len(words) > 1 or not is_short(words[0])]
    stems = " | ".join(_phrase(form) for words in long for form in _numbers(words))
    return f"({stems})" if stems else ""


def _written(term: Term) -> str:
    """Return a term as it is written, which ranks: « Redon » comes before « redonner »."""
    return "(" + " | ".join(_phrase([fold(word) for word in words]) for words in term.forms) + ")"


def _words(term: Term) -> str:
    """Return a term as it is written, and the words that begin like it."""
    if term.exact:
        return _written(term)
    # « répar » finds « réparer »; a short word would bring every word that begins like it.
    long = [words[0] for words in term.forms if len(words) == 1 and len(words[0]) >= _SHORTEST_BEGINNING]
    return " | ".join([_written(term), *(f"'{fold(word)}':*" for word in long)])


def _numbers(words: Sequence[str]) -> list[list[str]]:
    """Return the words as typed, and a single one in the singular and the plural: the stemmer parts some."""
    folded = [fold(word) for word in words]
    if len(folded) > 1:
        return [folded]
    one = singular(folded[0])
    return [[form] for form in dict.fromkeys((folded[0], one, f"{one}s", f"{one}x"))]


def _phrase(words: Sequence[str]) -> str:
    return "(" + " <-> ".join(f"'{word}'" for word in words) + ")"
