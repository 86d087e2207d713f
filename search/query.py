"""The one way to search, and what the address of the page asks."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, get_args

from django.http import QueryDict
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from search import engines
from search import results as best_bets
from search.contract import (
    MOST_RESULTS,
    RESULTS_PER_PAGE,
    Question,
    SearchQuery,
    SearchResult,
    SearchResults,
    Sort,
)
from search.facets import FacetKind, counted, facet_kinds, wanted_filters
from search.places import find_origin, place_rows
from search.results import readable
from search.text import synonym_groups, terms_of
from search.when import find_when, read_when
from search.words import LONGEST_TEXT, all_words, clean_text, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from search.contract import Point

_NEAR = re.compile(
    r"\b(?:pr[eè]s|autour|proche|aux alentours|à côté|a cote)\s+(?:de\s+|d['’]|du\s+|des\s+)(.+)$",
    re.IGNORECASE,
)
MOST_WORDS_IN_A_NAME = 6
_WORD = re.compile(r"[^\W_]+")


def find_near(text: str, find: Callable[[str], Point | None]) -> tuple[str, Point | None]:
    """Return `text` without « près de Redon », and the point that `find` knows by this name.

    The name may be followed by other words; the longest name that is known wins. A text that names
    no known place stays whole.
    """
    asked = _NEAR.search(text)
    if asked is None:
        return text, None
    words = asked[1].split()
    for length in range(min(len(words), MOST_WORDS_IN_A_NAME), 0, -1):
        if point := find(" ".join(words[:length])):
            return " ".join([text[: asked.start()].strip(), *words[length:]]).strip(), point
    return text, None


def corrected(text: str, corrections: Mapping[str, str]) -> str | None:
    """Return `text` with its words corrected, or None when there is nothing to correct."""
    better = {fold(word): correction for word, correction in corrections.items()}
    if not any(fold(word) in better for word in all_words(text)):
        return None
    return _WORD.sub(lambda word: better.get(fold(word[0]), word[0]), text)


if TYPE_CHECKING:
    from collections.abc import Callable

    from search.contract import Answer, Sort

    Ask = Callable[[Question], tuple[str, Answer]]


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


LAST_PAGE = MOST_RESULTS // RESULTS_PER_PAGE
FIELDS = ("q", "near", "km", "when", "from", "to", "sort", "page")
DISTANCES = (10, 20, 30, 50, 100)
DEFAULT_KM = 30
MOST_VALUES = 50


@dataclass(frozen=True)
class Chip:
    """Something that is asked, in words, and the address that asks it no longer."""

    label: str
    url: str


class Asked:
    """The query string of the page, read with patience: what makes no sense in it is left out."""

    def __init__(self, data: QueryDict) -> None:
        self.data = data
        self.text = clean_text(data.get("q", ""))
        self.near = clean_text(data.get("near", ""))[:80]
        self.first_day, self.last_day = (clean_text(data.get(name, ""))[:10] for name in ("from", "to"))
        self.when = clean_text(data.get("when", ""))[:60]
        self.sort: Sort | None = data["sort"] if data.get("sort") in get_args(Sort) else None
        self.page = _number(data.get("page", ""), 1, LAST_PAGE, default=1)
        self.km = _number(data.get("km", ""), 1, 1_000, default=DEFAULT_KM)
        self.filters = {
            key: [clean_text(value)[:LONGEST_TEXT] for value in values[:MOST_VALUES]]
            for key, values in data.lists()
            if key not in FIELDS
        }

    def query(self) -> SearchQuery:
        """Return what is asked, for the one function that searches."""
        dates = f"{self.first_day}..{self.last_day}" if self.first_day or self.last_day else ""
        return SearchQuery(
            text=self.text,
            filters=self.filters,
            when=dates or self.when,
            near=self.near or None,
            within_km=self.km,
            sort=self.sort,
            offset=(self.page - 1) * RESULTS_PER_PAGE,
        )

    @property
    def has_dates(self) -> bool:
        """Whether the form, and not the words, says when."""
        return bool(self.when or self.first_day or self.last_day)

    @property
    def choices_of_when(self) -> list[tuple[str, str]]:
        """The periods that the form names; the one that is asked is among them."""
        named = [
            ("", _("Any day")),
            ("aujourd’hui", _("Today")),
            ("demain", _("Tomorrow")),
            ("samedi", _("On Saturday")),
            ("week-end", _("This weekend")),
            ("semaine", _("This week")),
            ("mois", _("This month")),
        ]
        return named if self.when in dict(named) else [*named, (self.when, self.when)]

    @property
    def choices_of_km(self) -> list[int]:
        """The distances that the form names; the one that is asked is among them."""
        return sorted({*DISTANCES, self.km})

    def choices_of_sort(self, found: SearchResults) -> list[tuple[str, str]]:
        """Return the orders that mean something for what is asked."""
        orders = [("relevance", _("Best match first")), ("date", _("Soonest first"))]
        return [*orders, ("distance", _("Nearest first"))] if found.near else orders

    def chips(self, found: SearchResults) -> list[Chip]:
        """Return what narrows the results, each with the way to take it off."""
        return list(self._chips(found))

    def _chips(self, found: SearchResults) -> Iterator[Chip]:
        if found.window and self.has_dates:
            yield Chip(found.window.label, self.url(when=None, **{"from": None, "to": None}))
        if found.near and self.near:
            label = _("Within %(km)d km of %(place)s") % {"km": self.km, "place": found.near.label}
            yield Chip(label, self.url(near=None, km=None))
        for facet in found.facets:
            for value in facet.values:
                if value.chosen:
                    yield Chip(value.label, self.without(facet.key, value.value))

    def without(self, key: str, value: str) -> str:
        """Return the address without one value of a facet, however it was typed."""
        kept = [one for one in self.data.getlist(key) if slugify(one).casefold() != value.casefold()]
        return self.url(**{key: kept})

    def url(self, **changes: Any) -> str:
        """Return the query string with `changes`: a value, a list of values, or None for none at all.

        The first screen is asked for, unless `page` is among the changes.
        """
        asked = self.data.copy()
        for key, value in {"page": None, **changes}.items():
            if value is None or value == []:
                asked.pop(key, None)
            elif isinstance(value, list):
                asked.setlist(key, value)
            else:
                asked[key] = str(value)
        for key in [key for key, values in asked.lists() if not any(values)]:
            del asked[key]
        return f"?{asked.urlencode()}"


def _number(typed: str, least: int, most: int, *, default: int) -> int:
    """Return the whole number that was typed, brought between two bounds; `default` when it is none."""
    if typed.isascii() and typed.isdigit() and len(typed) <= len(str(most)):
        return min(max(int(typed), least), most)
    return default
