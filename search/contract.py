"""The words that the page, the query and the engines share: what is asked, and what is answered.

`search/query.py` turns a `SearchQuery` (what somebody typed) into a `Question` (what an engine is
asked), an engine answers with an `Answer` (keys and counts), and the query makes `SearchResults` of
it (what people read). An engine never reads a row of a plugin, nor decides who may see what: it
knows documents only (`search/documents.py`), and there are documents of public rows only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

RESULTS_PER_PAGE = 20
# Nobody reads further; an engine would rank everything again for each page.
MOST_RESULTS = 200

Sort = Literal["relevance", "date", "distance"]
# How the words were found: every one of them; every one, with spellings corrected; some of them.
Match = Literal["all", "typos", "any"]

# Kept by each moment of a document, not by the document: « a seat left, in Redon, on Saturday » must
# be true of one date. Every other filter is of the document.
MOMENT_FACETS = ("commune", "department", "places_left")


@dataclass(frozen=True)
class Point:
    """A place on Earth, in degrees (WGS 84), and what people call it."""

    latitude: float
    longitude: float
    label: str = ""


@dataclass(frozen=True)
class Window:
    """From `start` (aware, included) to `end` (aware, excluded), and how people say it."""

    start: datetime
    end: datetime
    label: str = ""


@dataclass(frozen=True)
class SearchQuery:
    """What somebody looks for, as it was typed or chosen.

    `filters` gives the values wanted by facet: any of the values of one facet, all the facets.
    `when` is « samedi », « ce week-end », « 2026-12-05 » or « 2026-12-01..2026-12-31 ». `near` is a
    point, or the name of a commune; with it, `within_km` cuts what is further. Without `sort`, the
    nearest comes first where « near » is asked, the soonest where « when » is asked without a text, else
    the best match.
    """

    text: str = ""
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    when: str = ""
    near: Point | str | None = None
    within_km: float | None = None
    sort: Sort | None = None
    limit: int = RESULTS_PER_PAGE
    offset: int = 0


@dataclass(frozen=True)
class Term:
    """One thing to find: any of its `forms`, each a row of words that follow one another.

    The first form is what was typed, the others its synonyms: (("ordi",), ("ordinateur",),
    ("pc",)). Words are in lower case with their accents. `exact` was typed between quotes: its words
    are neither stemmed nor corrected, and accents still do not count.
    """

    forms: tuple[tuple[str, ...], ...]
    exact: bool = False


@dataclass(frozen=True)
class Question:
    """What an engine is asked. No term: every document that passes the filters.

    A moment matches when it has the values of every filter of MOMENT_FACETS, overlaps `window`
    (when there is one), and lies within `within_km` of `near` (when there are both). A moment
    without dates is a mere place: it never matches when `window` or « places_left » is asked. A
    moment that ended before `now` never matches. A document is found when it has the terms, the
    values of every other filter, and, if anything at all is asked of moments, a moment that matches.

    `sort`: by score; by the start of the first matching moment, those without one last; by the
    distance of the nearest matching moment, those without a point last. Equal ones by score, then key.
    `start` and `stop` cut a slice. `facets` are the facets to count.
    """

    terms: tuple[Term, ...]
    now: datetime
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    window: Window | None = None
    near: Point | None = None
    within_km: float | None = None
    sort: Sort = "relevance"
    start: int = 0
    stop: int = RESULTS_PER_PAGE
    facets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hit:
    """A document that was found, by its primary key. A higher score is a better match."""

    document: int
    score: float


@dataclass(frozen=True)
class Answer:
    """What an engine found: one slice of `hits`, best first, and how many there are in all.

    `facets` counts documents for each value of each facet of the question; the counts of a facet
    follow every filter but its own. `match` says how far the engine had to go: every term first; if
    nothing has them all, every term with spellings corrected; then any of them. `corrections` gives
    better spellings, by typed word, for « vouliez-vous dire »: whole words of the documents, never stems.
    """

    total: int
    hits: Sequence[Hit] = ()
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    match: Match = "all"
    corrections: Mapping[str, str] = field(default_factory=dict)


class Engine(Protocol):
    """What finds documents: SQLite, PostgreSQL or Elasticsearch.

    `unavailable` are the exceptions after which the database is asked instead.
    """

    name: str
    unavailable: tuple[type[Exception], ...]

    def run(self, question: Question) -> Answer:
        """Answer `question`."""

    def complete(self, words: Sequence[str], limit: int) -> Sequence[int]:
        """Return the keys of documents whose title has all `words`, the last one perhaps unfinished."""


@dataclass(frozen=True)
class NextDate:
    """The first date that matches: an aware `start`, and the day, hours and commune in `words`."""

    start: datetime
    words: str


@dataclass(frozen=True)
class SearchResult:
    """One line of the results. `type` is the model (« workshops.workshoppage »), `label` its name.

    `excerpt` is plain text; `highlighted` is the same as safe HTML, with <mark> around what was
    found. `pinned` was put first by an editor. `point` is the nearest or first one that matches.
    """

    title: str
    url: str
    type: str
    label: str
    excerpt: str
    highlighted: str
    score: float
    activity: str = ""
    next_date: NextDate | None = None
    point: Point | None = None
    distance_km: float | None = None
    pinned: bool = False


@dataclass(frozen=True)
class FacetValue:
    """One value of a facet, how many results have it, and whether it was chosen."""

    value: str
    label: str
    count: int
    chosen: bool = False


@dataclass(frozen=True)
class Facet:
    """One way to narrow the results, with the values that lead somewhere, the most frequent first."""

    key: str
    label: str
    values: Sequence[FacetValue] = ()


@dataclass(frozen=True)
class SearchResults:
    """A slice of what was found, best first. `engine` is elasticsearch or database.

    `total` counts all; `match` says how the words were found; `suggestion` is a better spelling of
    the whole text, or None. `window`, `near` and `sort` say how the question was understood;
    `asked` is False when there was none.
    """

    engine: str
    total: int
    results: Sequence[SearchResult] = ()
    facets: Sequence[Facet] = ()
    match: Match = "all"
    suggestion: str | None = None
    window: Window | None = None
    near: Point | None = None
    sort: Sort = "relevance"
    asked: bool = True
