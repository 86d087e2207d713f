"""From what an engine found to what people read: title, address, kind, excerpt, next date."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.html import strip_tags
from django.utils.text import Truncator, capfirst
from wagtail import hooks
from wagtail.models import Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from .hits import Hit

EXCERPT_LENGTH = 200
# The first of these that a row has and that is not empty.
EXCERPT_FIELDS = ("search_excerpt", "search_description", "introduction", "presentation")


@dataclass(frozen=True)
class NextDate:
    """When a page has its next date: an aware `start`, and the day and hours in `words`."""

    start: datetime
    words: str


@dataclass(frozen=True)
class SearchResult:
    """One line of the results. `type` is the model (« workshops.workshoppage »), `label` its name."""

    title: str
    url: str
    type: str
    label: str
    excerpt: str
    score: float
    next_date: NextDate | None = None


def readable(hits: Sequence[Hit]) -> list[SearchResult]:
    """Return `hits` in the same order with what people read, in a query for each model."""
    rows = _rows(hits)
    dates = _next_dates([hit.pk for hit in hits if issubclass(hit.model, Page)])
    found = ((hit, rows.get((hit.model, str(hit.pk)))) for hit in hits)
    return [_readable(row, hit, dates) for hit, row in found if row is not None]


def _rows(hits: Iterable[Hit]) -> dict[tuple[Any, str], Any]:
    """Read the rows of `hits`; a page found by its base class is read by its own."""
    keys = defaultdict(list)
    for hit in hits:
        keys[hit.model].append(hit.pk)
    rows = {}
    for model, pks in keys.items():
        queryset = model._default_manager.filter(pk__in=pks)
        if model is Page:
            queryset = queryset.specific()
        rows.update({(model, str(row.pk)): row for row in queryset})
    return rows


def _readable(row: Any, hit: Hit, dates: dict[int, NextDate]) -> SearchResult:
    is_page = isinstance(row, Page)
    return SearchResult(
        title=str(row.title) if is_page else getattr(row, "public_name", None) or str(row),
        url=(row.url if is_page else row.get_absolute_url()) or "",
        type=row._meta.label_lower,
        label=capfirst(str(row._meta.verbose_name)),
        excerpt=_excerpt(row),
        score=round(float(hit.score), 4),
        next_date=dates.get(row.pk) if is_page else None,
    )


def _excerpt(row: Any) -> str:
    for name in EXCERPT_FIELDS:
        value = getattr(row, name, "")
        text = " ".join(strip_tags(str(value() if callable(value) else value)).split())
        if text:
            return Truncator(text).chars(EXCERPT_LENGTH)
    return ""


def _next_dates(page_ids: Sequence[Any]) -> dict[int, NextDate]:
    """Ask the plugins that keep dates, by the hook `register_search_result_dates`."""
    dates: dict[int, NextDate] = {}
    if not page_ids:
        return dates
    for next_dates in hooks.get_hooks("register_search_result_dates"):
        for page_id, (start, words) in next_dates([int(key) for key in page_ids]).items():
            if page_id not in dates or start < dates[page_id].start:
                dates[page_id] = NextDate(start=start, words=words)
    return dates
