"""A question is sent to Elasticsearch in one request, and its answer read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from elasticsearch import TransportError

from search.contract import MOMENT_FACETS, Answer, Hit
from search.elasticsearch.client import AWAY, UNAVAILABLE
from search.text import corrected_terms, corrections_of
from search.words import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from elasticsearch import Elasticsearch

    from search.contract import Match, Question, Term

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


PATH = "moments"


def always(question: Question) -> list[Clause]:
    """Return the filters that no facet undoes: the window and the distance, in one moment."""
    if question.window is None and not _is_near(question):
        return []
    return [_nested(_conditions(question))]


def is_chosen(question: Question) -> bool:
    """Say whether a value of a moment's facet is asked."""
    return any(question.filters.get(facet) for facet in MOMENT_FACETS)


def chosen_moments(question: Question) -> list[Clause]:
    """Return the filter that holds when one moment has all that is asked."""
    if not is_chosen(question):
        return []
    return [_nested([*_conditions(question), *_facet_filters(question)])]


def count(question: Question, facet: str, size: int) -> Clause:
    """Return the aggregation that counts documents by the values of their moments.

    A moment counts when it has all that is asked but `facet`.
    """
    matching = [*_conditions(question), *_facet_filters(question, but=facet)]
    values = {
        "terms": {"field": f"{PATH}.{facet}", "size": size},
        "aggs": {"documents": {"reverse_nested": {}}},
    }
    filtered = {"filter": {"bool": {"filter": matching}}, "aggs": {"values": values}}
    return {"nested": {"path": PATH}, "aggs": {"values": filtered}}


def by_date(question: Question) -> Clause:
    """Return the order of the first moment that matches; those without one come last."""
    order = {"order": "asc", "mode": "min", "missing": "_last", "nested": _matching(question)}
    return {f"{PATH}.start": order}


def by_distance(question: Question) -> Clause:
    """Return the order of the nearest moment that matches; those without a point come last."""
    order = {"order": "asc", "mode": "min", "unit": "km", "nested": _matching(question)}
    return {"_geo_distance": {f"{PATH}.location": _point(question), **order}}


def _matching(question: Question) -> Clause:
    conditions = [*_conditions(question), *_facet_filters(question)]
    return {"path": PATH, "filter": {"bool": {"filter": conditions}}}


def _nested(conditions: list[Clause]) -> Clause:
    return {"nested": {"path": PATH, "query": {"bool": {"filter": conditions}}}}


def _is_near(question: Question) -> bool:
    return question.near is not None and question.within_km is not None


def _conditions(question: Question) -> list[Clause]:
    """Return what every moment that matches has: it is not over, it is in the window, it is near."""
    now = question.now.isoformat()
    over = {"range": {f"{PATH}.end": {"lte": now}}}
    conditions: list[Clause] = [{"bool": {"must_not": [over]}}]
    if question.window is not None:
        conditions += [
            {"range": {f"{PATH}.start": {"lt": question.window.end.isoformat()}}},
            {"range": {f"{PATH}.end": {"gt": question.window.start.isoformat()}}},
        ]
    if _is_near(question):
        within = {"distance": f"{question.within_km}km", f"{PATH}.location": _point(question)}
        conditions.append({"geo_distance": within})
    return conditions


def _facet_filters(question: Question, but: str = "") -> list[Clause]:
    return [
        {"terms": {f"{PATH}.{facet}": sorted(question.filters[facet])}}
        for facet in MOMENT_FACETS
        if facet != but and question.filters.get(facet)
    ]


def _point(question: Question) -> dict[str, float]:
    assert question.near is not None  # noqa: S101 - asked by callers that looked
    return {"lat": question.near.latitude, "lon": question.near.longitude}


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
        "query": {"bool": {"must": _words(question, match), "filter": always(question)}},
        "from": question.start,
        "size": max(question.stop - question.start, 0),
        "sort": _sort(question),
        "_source": False,
        "track_scores": True,
        "track_total_hits": True,
    }
    if chosen or is_chosen(question):
        body["post_filter"] = {"bool": {"filter": [*chosen.values(), *chosen_moments(question)]}}
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
    by = {"date": by_date, "distance": by_distance}.get(question.sort)
    if by is None or (question.sort == "distance" and question.near is None):
        return ["_score", {"pk": "asc"}]
    return [by(question), "_score", {"pk": "asc"}]


def _count(question: Question, facet: str, chosen: Mapping[str, Clause]) -> Clause:
    """Return the aggregation that counts the documents of each value of `facet`."""
    others = [clause for key, clause in chosen.items() if key != facet]
    if facet in MOMENT_FACETS:
        values = count(question, facet, MOST_VALUES)
    else:
        others += chosen_moments(question)
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


# What is read of an answer; Elasticsearch sends nothing else.
READ = [
    "responses.status",
    "responses.error.type",
    "responses.hits.total.value",
    "responses.hits.hits._id",
    "responses.hits.hits._score",
    "responses.aggregations",
    "responses.suggest",
]


class RefusedError(TransportError):
    """Elasticsearch answered, but not the question: there is no index, or it could not be searched."""


class ElasticsearchEngine:
    """Answers from the index of the documents."""

    name = "elasticsearch"
    unavailable = UNAVAILABLE

    def __init__(self, client: Elasticsearch, alias: str) -> None:
        """`client` is behind its breaker; `alias` names the index of the documents."""
        self.client = client
        self.alias = alias

    def run(self, question: Question) -> Answer:
        """Answer `question` by one request.

        Each way to find the words is a search of that request: every term, then every term with
        spellings corrected, then any of them; the first that finds something answers. The words of
        the documents, in the database, tell how to correct (one query): their stems are then found too.

        Raises:
            TransportError, ApiError: see `unavailable`.
        """
        matches = matches_of(question)
        corrections = corrections_of(question.terms)
        mended = replace(question, terms=corrected_terms(question.terms, corrections))
        asked = {"all": question, "typos": mended, "any": mended}
        searches = self._searches([search_body(asked[match], match) for match in matches])
        answers = dict(zip(matches, searches, strict=True))
        match = next((one for one, found in answers.items() if _total(found)), matches[0])
        return _answer(question, match, answers, corrections)

    def complete(self, words: Sequence[str], limit: int) -> list[int]:
        """Return the keys of documents whose title has all `words`, the last one perhaps unfinished.

        Raises:
            TransportError, ApiError: see `unavailable`.
        """
        (found,) = self._searches([completion_body(words, limit)])
        return [int(hit["_id"]) for hit in found["hits"].get("hits", ())]

    def _searches(self, bodies: list[dict[str, Any]]) -> list[Any]:
        header = {"index": self.alias, "allow_partial_search_results": False}
        searches = [line for one in bodies for line in (header, one)]
        responses = self.client.msearch(searches=searches, filter_path=READ)["responses"]
        for response in responses:
            if "error" in response:
                self._refused(response)
        return list(responses)

    def _refused(self, response: Mapping[str, Any]) -> None:
        if response["status"] in AWAY:
            self.client.transport.breaker.failed(response["status"])
        raise RefusedError(response["error"]["type"])


def _total(found: Mapping[str, Any]) -> int:
    return int(found["hits"]["total"]["value"])


def _answer(
    question: Question, match: Match, answers: Mapping[Match, Any], corrections: Mapping[str, str]
) -> Answer:
    found = answers[match]
    hits = found["hits"].get("hits", ())
    return Answer(
        total=_total(found),
        hits=[Hit(int(hit["_id"]), float(hit["_score"] or 0.0)) for hit in hits],
        facets=read_facets(question, found.get("aggregations", {})),
        match=match,
        corrections={**read_corrections(answers["all"].get("suggest", {})), **corrections},
    )
