"""The JSON that Elasticsearch is asked with, and the counts and spellings that it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from search.contract import MOMENT_FACETS

from . import moments
from .words import any_term, every_term

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from search.contract import Match, Question

Clause = dict[str, Any]
# More than any facet has; the query shows the most frequent.
MOST_VALUES = 300
# A shorter word is right, or means nothing.
SHORTEST_MISSPELLED = 4


def matches_of(question: Question) -> list[Match]:
    """Return the ways to find the words that are worth trying, strictest first."""
    ways: list[Match] = ["all"]
    if any(not term.exact for term in question.terms):
        ways.append("typos")
    if len(question.terms) > 1:
        ways.append("any")
    return ways


def search_body(question: Question, match: Match) -> dict[str, Any]:
    """Return the body of the search of `question` whose words are found as `match` says.

    What people can undo in the facets is a post-filter: the count of each facet follows every filter
    but its own.
    """
    chosen = _document_filters(question)
    body: dict[str, Any] = {
        "query": {"bool": {"must": _words(question, match), "filter": moments.always(question)}},
        "from": question.start,
        "size": max(question.stop - question.start, 0),
        "sort": _sort(question),
        "_source": False,
        "track_scores": True,
        "track_total_hits": True,
    }
    if chosen or moments.is_chosen(question):
        body["post_filter"] = {"bool": {"filter": [*chosen.values(), *moments.chosen(question)]}}
    if question.facets:
        body["aggs"] = {facet: _count(question, facet, chosen) for facet in question.facets}
    if match == "all" and (typed := _typed(question)):
        body["suggest"] = {word: _better_spelling(word) for word in typed}
    return body


def completion_body(words: Sequence[str], limit: int) -> dict[str, Any]:
    """Return the body of the search of titles that have `words`, the last one perhaps unfinished."""
    whole, beginning = words[:-1], words[-1:]
    clauses = [{"match": {"title.words": {"query": word}}} for word in whole]
    clauses += [{"match": {"title.beginnings": {"query": word, "operator": "and"}}} for word in beginning]
    query = {"bool": {"must": clauses or [{"match_none": {}}]}}
    return {"query": query, "size": limit, "sort": ["_score", {"pk": "asc"}], "_source": False}


def read_facets(question: Question, aggregations: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    """Return the counts of each facet of `question`: documents by value."""
    return {facet: _values(aggregations.get(facet, {})) for facet in question.facets}


def read_corrections(suggest: Mapping[str, Any]) -> dict[str, str]:
    """Return the best spelling for each word that no document has."""
    found = {}
    for word, entries in suggest.items():
        options = entries[0]["options"] if len(entries) == 1 else []
        if options:
            found[word] = options[0]["text"]
    return found


def _words(question: Question, match: Match) -> list[Clause]:
    if not question.terms:
        return [{"match_all": {}}]
    if match == "any":
        return [any_term(question.terms)]
    return every_term(question.terms, mended=match == "typos")


def _document_filters(question: Question) -> dict[str, Clause]:
    """Return the filters of whole documents, by facet; those of moments are in `moments`."""
    return {
        facet: {"terms": {f"facets.{facet}": sorted(values)}}
        for facet, values in question.filters.items()
        if values and facet not in MOMENT_FACETS
    }


def _sort(question: Question) -> list[Any]:
    by = {"date": moments.by_date, "distance": moments.by_distance}.get(question.sort)
    if by is None or (question.sort == "distance" and question.near is None):
        return ["_score", {"pk": "asc"}]
    return [by(question), "_score", {"pk": "asc"}]


def _count(question: Question, facet: str, chosen: Mapping[str, Clause]) -> Clause:
    """Return the aggregation that counts the documents of each value of `facet`."""
    others = [clause for key, clause in chosen.items() if key != facet]
    if facet in MOMENT_FACETS:
        values = moments.count(question, facet, MOST_VALUES)
    else:
        others += moments.chosen(question)
        values = {"terms": {"field": f"facets.{facet}", "size": MOST_VALUES}}
    return {"filter": {"bool": {"filter": others}}, "aggs": {"values": values}} if others else values


def _values(aggregation: Mapping[str, Any]) -> dict[str, int]:
    """Unfold an aggregation to its buckets, however deep its filters are."""
    while "buckets" not in aggregation:
        inner = aggregation.get("values")
        if inner is None:
            return {}
        aggregation = inner
    return {
        str(bucket["key"]): bucket.get("documents", bucket)["doc_count"] for bucket in aggregation["buckets"]
    }


def _typed(question: Question) -> list[str]:
    """Return the words that may be misspelled: one word as it was typed, not between quotes."""
    forms = [term.forms[0] for term in question.terms if not term.exact]
    return list(
        dict.fromkeys(form[0] for form in forms if len(form) == 1 and len(form[0]) >= SHORTEST_MISSPELLED)
    )


def _better_spelling(word: str) -> Clause:
    return {
        "text": word,
        "term": {
            "field": "text.words",
            "size": 1,
            "suggest_mode": "missing",
            "sort": "score",
            "prefix_length": 1,
            "min_word_length": SHORTEST_MISSPELLED,
        },
    }
