"""Search through one of Wagtail's search backends: PostgreSQL, Elasticsearch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .hits import NOTHING, Hit, Hits

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
        found = backend.search(" ".join(words), queryset, operator=operator)
        total += found.count()
        hits += [Hit(type(row), row.pk, row.score or 0.0) for row in found.annotate_score("score")[:stop]]
    hits.sort(key=lambda hit: -hit.score)
    return Hits(total=total, items=hits[start:stop])
