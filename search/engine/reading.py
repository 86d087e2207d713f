"""Rows read in batches, however many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

BATCH = 500


def by_key(rows: QuerySet[Any], size: int = BATCH) -> Iterator[list[Any]]:
    """Yield `rows` a batch at a time in the order of their keys.

    A row that is deleted meanwhile moves no other one out of its batch, as it would with offsets.
    """
    batch = list(rows.order_by("pk")[:size])
    while batch:
        yield batch
        batch = list(rows.filter(pk__gt=batch[-1].pk).order_by("pk")[:size])
