"""The search in the site's API: `/api/v1/search`."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from search.completion import complete
from search.contract import MOST_RESULTS, RESULTS_PER_PAGE, Match, SearchQuery, Sort
from search.query import search

router = Router(tags=["search"])

LONGEST_TYPED = 5_000


class SearchFilters(Schema):
    """What is looked for and which slice of it. Each filter may be given several times: any value will do."""

    q: Annotated[str, Field(max_length=LONGEST_TYPED)] = Field("", description="Words as people type them.")
    activity: list[str] = Field([], description="workshop, repair, equipment or event.")
    commune: list[str] = Field([], description="Names of communes, with or without accents.")
    department: list[str] = Field([], description="Codes of départements: 35, 2A.")
    organization: list[str] = Field([], description="Slugs of organisations.")
    topic: list[str] = Field([], description="Slugs of topics.")
    audience: list[str] = Field([], description="beginner, everyday, advanced or children.")
    price: list[str] = Field([], description="free, contribution, price, members_price or members_only.")
    accessibility: list[str] = Field([], description="step_free, hearing_loop, large_screen…")
    places_left: list[str] = Field([], description="yes: only dates where somebody can still come.")
    when: str = Field("", max_length=60, description="samedi, week-end, 2026-12-05, 2026-12-01..2026-12-31.")
    near: str = Field("", max_length=80, description="A commune, a postal code, or latitude,longitude.")
    within_km: float | None = Field(None, gt=0, le=1_000, description="Nothing further than that from near.")
    sort: Sort | None = Field(None, description="relevance, date or distance.")
    limit: int = Field(RESULTS_PER_PAGE, ge=1, le=100)
    offset: int = Field(0, ge=0, le=MOST_RESULTS)


class NextDateOut(Schema):
    """The next date of a page that matches what is asked."""

    start: dt.datetime
    words: str


class PointOut(Schema):
    """A point, in degrees (WGS 84), and its name."""

    latitude: float
    longitude: float
    label: str


class WindowOut(Schema):
    """How « when » was understood: from start (included) to end (excluded)."""

    start: dt.datetime
    end: dt.datetime
    label: str


class ResultOut(Schema):
    """One result."""

    title: str
    url: str = Field(description="Path on the site.")
    type: str = Field(description="Kind of content, for programs.")
    label: str = Field(description="Kind of content, for people.")
    activity: str = Field(description="workshop, repair, equipment, event, or nothing.")
    excerpt: str
    highlighted: str = Field(description="The excerpt as HTML, with <mark> around what was found.")
    score: float = Field(description="Higher is better; it compares within one answer only.")
    next_date: NextDateOut | None
    point: PointOut | None
    distance_km: float | None
    pinned: bool = Field(description="Put first by an editor.")


class FacetValueOut(Schema):
    """One value, and how many results have it."""

    value: str
    label: str
    count: int
    chosen: bool


class FacetOut(Schema):
    """One way to narrow the results; its counts follow every filter but its own."""

    key: str
    label: str
    values: list[FacetValueOut]


class SearchOut(Schema):
    """What was found, best first."""

    engine: str = Field(description="elasticsearch or database; nothing when nothing was asked.")
    total: int
    match: Match = Field(description="all: every word; typos: with spellings corrected; any: some words.")
    suggestion: str | None = Field(description="A better spelling of the text.")
    window: WindowOut | None
    near: PointOut | None
    sort: Sort
    results: list[ResultOut]
    facets: list[FacetOut]


class SuggestionOut(Schema):
    """A page that somebody may mean."""

    title: str
    url: str
    label: str


@router.get("", response=SearchOut, summary="Search pages and dates")
def search_everything(request: HttpRequest, filters: Query[SearchFilters]) -> Any:
    """Search all that anybody may read; when nothing is asked, nothing is found.

    A plugin may add filters beside those that are named here: see `facets` in the answer.
    """
    asked = filters.dict()
    named = {key: asked.pop(key) for key in ("q", "when", "near", "within_km", "sort", "limit", "offset")}
    others = {key: values for key, values in request.GET.lists() if key not in named}
    return search(SearchQuery(text=named.pop("q"), filters={**asked, **others}, **named))


@router.get("/suggestions", response=list[SuggestionOut], summary="Complete what is being typed")
def suggest(request: HttpRequest, q: Annotated[str, Field(max_length=LONGEST_TYPED)] = "") -> Any:
    """Return some pages whose title has these words, the last one perhaps unfinished."""
    return complete(q)
