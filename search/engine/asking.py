"""A `Question` is sent to Elasticsearch in one request, and its answer read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from elasticsearch import TransportError

from search.contract import Answer, Hit
from search.spelling import corrected_terms, corrections_of

from . import body
from .client import AWAY, UNAVAILABLE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from elasticsearch import Elasticsearch

    from search.contract import Match, Question

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
        matches = body.matches_of(question)
        corrections = corrections_of(question.terms)
        mended = replace(question, terms=corrected_terms(question.terms, corrections))
        asked = {"all": question, "typos": mended, "any": mended}
        searches = self._searches([body.search_body(asked[match], match) for match in matches])
        answers = dict(zip(matches, searches, strict=True))
        match = next((one for one, found in answers.items() if _total(found)), matches[0])
        return _answer(question, match, answers, corrections)

    def complete(self, words: Sequence[str], limit: int) -> list[int]:
        """Return the keys of documents whose title has all `words`, the last one perhaps unfinished.

        Raises:
            TransportError, ApiError: see `unavailable`.
        """
        (found,) = self._searches([body.completion_body(words, limit)])
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
        facets=body.read_facets(question, found.get("aggregations", {})),
        match=match,
        corrections={**body.read_corrections(answers["all"].get("suggest", {})), **corrections},
    )
