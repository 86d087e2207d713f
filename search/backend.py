"""Search through one of Wagtail's search backends: PostgreSQL, Elasticsearch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from modelsearch.query import PlainText, SearchQuery

from .hits import NOTHING, Hit, Hits
from .words import stem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet


def find(
    backend: Any,
    querysets: Sequence[QuerySet[Any]],
    words: Sequence[str],
    *,
    operator: str,
    start: int,
    stop: int,
) -> Hits:
    """Return the rows of `querysets` that match `words` in `backend`, from `start` to `stop`.

    Each queryset is asked for its best `stop` rows, then all are ranked together: `stop` is bounded by
    the caller. `operator` is « and » (every word) or « or » (any of them).
    """
    if not words:
        return NOTHING
    total, hits = 0, []
    for queryset in querysets:
        found = backend.search(_query(words, operator), queryset)
        total += found.count()
        hits += [Hit(type(row), row.pk, row.score or 0.0) for row in found.annotate_score("score")[:stop]]
    hits.sort(key=lambda hit: -hit.score)
    return Hits(total=total, items=hits[start:stop])


def _query(words: Sequence[str], operator: str) -> SearchQuery:
    """The words as they are, or without the mark of the plural: stemmers leave some (« vélos »)."""
    typed = PlainText(" ".join(words), operator=operator)
    singular = PlainText(" ".join(stem(word) for word in words), operator=operator)
    return typed if typed.query_string == singular.query_string else typed | singular
