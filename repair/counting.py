"""Records counted by kind and outcome: what every statistic is made from, whichever way it was counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count as CountOf
from django.db.models import Sum

from .models import KindTotal

if TYPE_CHECKING:
    from .querysets import RepairRecordQuerySet


class Count(NamedTuple):
    """How many records are alike. `barrier` is 0 when there is none; `weighed` of them have a weight."""

    category: int
    size: str
    outcome: int
    barrier: int
    records: int
    weighed: int
    weighed_grams: int


def counts_of(records: RepairRecordQuerySet) -> list[Count]:
    """Return `records` counted, in one query that reads them all."""
    rows = (
        records.order_by()
        .values_list("category", "size", "outcome", "barrier")
        .annotate(CountOf("pk"), CountOf("weight_grams"), Sum("weight_grams"))
    )
    return [
        Count(category, size, outcome, barrier or 0, number, weighed, grams or 0)
        for category, size, outcome, barrier, number, weighed, grams in rows
    ]


def kept_counts(*, provider: str = "", year: int | None = None) -> list[Count]:
    """Return the same from the counts kept ready, of one publisher, one year, or everything."""
    rows = KindTotal.objects.order_by()
    if provider:
        rows = rows.filter(provider__name=provider)
    if year is not None:
        rows = rows.filter(year=year)
    summed = rows.values_list("category", "size", "outcome", "barrier").annotate(
        Sum("records"), Sum("weighed"), Sum("weighed_grams")
    )
    return [Count(*row) for row in summed]
