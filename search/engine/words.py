"""How the words are looked for: French stems, whole words, spellings corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from search.words import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.contract import Term

Clause = dict[str, Any]

# The title counts more than the text, the word itself more than its stem, what was typed more than
# what it means.
STEMS = ("title^6", "text")
WHOLE = ("title.words^8", "text.words^1.5")
SHORTEST_BEGINNING, LONGEST_BEGINNING = 5, 40
SYNONYM_BOOST, MENDED_BOOST = 0.8, 0.5
# One letter may be wrong in a word of four, two in a word of eight; the first letter is right.
SPELLING = {"fuzziness": "AUTO:4,8", "prefix_length": 1, "max_expansions": 30}


def every_term(terms: Sequence[Term], *, mended: bool) -> list[Clause]:
    """Return clauses that must all hold; with `mended`, words may be misspelled."""
    return [_term(term, mended=mended) for term in terms]


def any_term(terms: Sequence[Term]) -> Clause:
    """Return a clause that holds when one of `terms` is there; more of them make a better match."""
    return {"bool": {"should": every_term(terms, mended=False), "minimum_should_match": 1}}


def _term(term: Term, *, mended: bool) -> Clause:
    queries = []
    for rank, words in enumerate(term.forms):
        boost = SYNONYM_BOOST if rank else 1.0
        queries += _exactly(words, boost) if term.exact else _form(words, boost)
        if mended and not term.exact and not rank:
            queries.append(_misspelled(words))
    return queries[0] if len(queries) == 1 else {"dis_max": {"queries": queries, "tie_breaker": 0.1}}


def _form(words: Sequence[str], boost: float) -> list[Clause]:
    """Look for one word and its forms, or for words that follow one another."""
    text = " ".join(words)
    if len(words) > 1:
        return [_fields(text, (*STEMS, *WHOLE), boost, type="phrase")]
    found = _fields(text, (*STEMS, *WHOLE), boost, type="best_fields", tie_breaker=0.2)
    return [found, *_beginnings(text, boost)]


def _beginnings(word: str, boost: float) -> list[Clause]:
    """« visio » finds « visioconférence »; a short word would bring every word that begins like it."""
    if not SHORTEST_BEGINNING <= len(word) <= LONGEST_BEGINNING:
        return []
    folded = fold(word)
    return [{"prefix": {field: {"value": folded, "boost": boost}}} for field in ("title.words", "text.words")]


def _exactly(words: Sequence[str], boost: float) -> list[Clause]:
    return [_fields(" ".join(words), WHOLE, boost, type="phrase")]


def _misspelled(words: Sequence[str]) -> Clause:
    return _fields(" ".join(words), WHOLE, MENDED_BOOST, operator="and", **SPELLING)


def _fields(text: str, fields: Sequence[str], boost: float, **options: Any) -> Clause:
    return {"multi_match": {"query": text, "fields": list(fields), "boost": boost, **options}}
