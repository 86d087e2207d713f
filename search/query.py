"""The one way to search: `search(SearchQuery(text="réparer un vélo"))`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils import timezone

from . import best_bets, engines
from .contract import MOST_RESULTS, Question, SearchQuery, SearchResult, SearchResults
from .facets import FacetKind, counted, facet_kinds, wanted_filters
from .origins import find_origin, place_rows
from .reading import corrected, find_near
from .results import readable
from .terms import synonym_groups, terms_of
from .when import find_when, read_when
from .words import clean_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from .contract import Answer, Sort

    Ask = Callable[[Question], tuple[str, Answer]]

__all__ = [
    "SearchQuery",
    "SearchResults",
    "answer_to",
    "search",
    "understand",
]


@dataclass(frozen=True)
class Understood:
    """A query as it was understood: what the engine is asked, the facets, the words that are left."""

    question: Question
    kinds: list[FacetKind]
    text: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is asked."""
        asked = self.question
        return not (asked.terms or asked.filters or asked.window or asked.near)

    @property
    def is_plain(self) -> bool:
        """Whether words are asked and nothing else, from the first result on."""
        asked = self.question
        narrowed = asked.filters or asked.window or asked.near or asked.start or asked.sort != "relevance"
        return bool(asked.terms) and not narrowed


def search(query: SearchQuery) -> SearchResults:
    """Return what anybody may read that matches `query`: at most MOST_RESULTS, never an error.

    Twelve SQL queries at most, however much is found.
    """
    return answer_to(understand(query))


def answer_to(understood: Understood, ask: Ask = engines.run) -> SearchResults:
    """Return what anybody may read that answers a query that was understood; `ask` asks the engine."""
    question = understood.question
    if understood.is_empty:
        return SearchResults(engine="", total=0, asked=False)
    engine, answer = ask(question)
    results, pinned_total = _with_best_bets(understood, answer)
    return SearchResults(
        engine=engine,
        total=max(answer.total, pinned_total),
        results=results[: question.stop - question.start],
        facets=counted(understood.kinds, answer.facets, question.filters),
        match=answer.match,
        suggestion=corrected(understood.text, answer.corrections),
        window=question.window,
        near=question.near,
        sort=question.sort,
    )


def understand(query: SearchQuery) -> Understood:
    """Return what `query` asks of an engine; what makes no sense in it is left out."""
    now = timezone.now()
    text = clean_text(query.text)
    window = read_when(query.when, now) if query.when else None
    if not query.when:
        text, window = find_when(text, now)
    places = place_rows()
    near = find_origin(query.near, places)
    if not query.near:
        text, near = find_near(text, lambda name: find_origin(name, places))
    kinds = facet_kinds(places)
    terms = terms_of(text, synonym_groups()) if text else ()
    start = min(max(query.offset, 0), MOST_RESULTS)
    question = Question(
        terms=terms,
        now=now,
        filters=wanted_filters(query.filters, kinds),
        window=window,
        near=near,
        within_km=query.within_km if near else None,
        start=start,
        stop=min(start + max(query.limit, 0), MOST_RESULTS),
        facets=tuple(kind.key for kind in kinds),
    )
    return Understood(replace(question, sort=_sort(query.sort, question)), kinds, text)


def _sort(asked: Sort | None, question: Question) -> Sort:
    if asked == "distance" and question.near is None:
        asked = None
    if asked:
        return asked
    if question.near:
        return "distance"
    return "relevance" if question.terms or not question.window else "date"


def _with_best_bets(understood: Understood, answer: Answer) -> tuple[list[SearchResult], int]:
    """Return the results, what editors pinned first, and how many are pinned."""
    bets = best_bets.best_bets(understood.text) if understood.is_plain else []
    keys = {bet.pk: f"page:{bet.page_id}" for bet in bets if bet.page_id}
    results, pages = readable(understood.question, answer.hits, keys.values())
    best = max((result.score for result in results), default=0.0)
    pinned = [pages.get(keys[bet.pk]) if bet.pk in keys else best_bets.link_result(bet) for bet in bets]
    shown = [replace(result, pinned=True, score=best) for result in pinned if result]
    first = {result.url for result in shown}
    return [*shown, *(result for result in results if result.url not in first)], len(shown)
