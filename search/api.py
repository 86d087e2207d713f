"""The search in the site's API: `/api/v1/search`."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from .query import MOST_RESULTS, RESULTS_PER_PAGE, SearchQuery, search

router = Router(tags=["search"])


class SearchFilters(Schema):
    """What is looked for and which slice of it."""

    q: Annotated[str, Field(max_length=5_000)] = Field("", description="Words as people type them.")
    limit: int = Field(RESULTS_PER_PAGE, ge=1, le=100)
    offset: int = Field(0, ge=0, le=MOST_RESULTS)


class NextDateOut(Schema):
    """The next date of a page."""

    start: dt.datetime
    words: str


class ResultOut(Schema):
    """One result."""

    title: str
    url: str = Field(description="Path on the site.")
    type: str = Field(description="Kind of content, for programs.")
    label: str = Field(description="Kind of content, for people.")
    excerpt: str
    score: float = Field(description="Higher is better; it compares within one answer only.")
    next_date: NextDateOut | None


class SearchOut(Schema):
    """What was found, best first."""

    engine: str = Field(description="elasticsearch or database.")
    total: int
    every_word: bool = Field(description="false: nothing had every word, these have one of them.")
    results: list[ResultOut]


@router.get("", response=SearchOut, summary="Search pages and dates")
def search_everything(request: HttpRequest, filters: Query[SearchFilters]) -> Any:
    """Search all that anybody may read; without words, nothing is found."""
    return search(SearchQuery(text=filters.q, limit=filters.limit, offset=filters.offset))
