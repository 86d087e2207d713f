"""The statistics page's reads: everything from the counts kept ready, narrowed by year, café or category."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Sum

from .categories import Category
from .counting import counts_of, kept_counts
from .models import GroupTotal, KindTotal, PublishedTotal, RepairRecord
from .outcomes import Outcome
from .statistics import Statistics, make_statistics

if TYPE_CHECKING:
    from .impact import Factors

MOST_CAFES = 300


def statistics_of(*, year: int | None, cafe: str, category: int | None, factors: Factors) -> Statistics:
    """Return the statistics of a year, a café and a category; None or empty: of all.

    Counts by kind do not know the café: those of one café are counted from its records.
    """
    if cafe:
        records = RepairRecord.objects.filter(group_identifier=cafe)
        if year is not None:
            records = records.filter(event_date__year=year)
        counts = counts_of(records)
    else:
        counts = kept_counts(year=year)
    if category is not None:
        counts = [count for count in counts if count.category == category]
    return make_statistics(counts, factors)


def by_year(cafe: str = "", category: int | None = None) -> dict[int, tuple[int, int]]:
    """Return `{year: (brought, repaired)}`, of one café or of one category if it is named."""
    if cafe and category is not None:
        rows = RepairRecord.objects.filter(group_identifier=cafe, category=category).order_by()
        return _by_year(rows.values_list("event_date__year", "outcome").annotate(Count("pk")))
    rows = GroupTotal.objects.filter(group_identifier=cafe) if cafe else KindTotal.objects.all()
    if category is not None:
        rows = rows.filter(category=category)
    return _by_year(rows.order_by().values_list("year", "outcome").annotate(Sum("records")))


def _by_year(rows: Any) -> dict[int, tuple[int, int]]:
    years: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for year, outcome, count in rows:
        brought, repaired = years[year]
        years[year] = (brought + count, repaired + (count if outcome == Outcome.FIXED else 0))
    return dict(years)


def by_cafe(year: int | None = None) -> dict[str, int]:
    """Return how many objects were brought to each café, in a year if one is named."""
    rows = GroupTotal.objects.all() if year is None else GroupTotal.objects.filter(year=year)
    summed = rows.order_by().values_list("group_identifier").annotate(brought=Sum("records"))
    return dict(summed.order_by("-brought")[:MOST_CAFES])


def published_total(year: int | None) -> PublishedTotal | None:
    """Return the total of a year that is in force for the whole network, if one was published."""
    if year is None:
        return None
    return PublishedTotal.objects.in_force().of(year, None).select_related("factor_set").first()


def table_by_category() -> Iterator[tuple[Any, ...]]:
    """Yield a row for each year, category and outcome: what the file of the page holds."""
    rows = KindTotal.objects.order_by("year", "category", "outcome")
    for year, category, outcome, count in rows.values_list("year", "category", "outcome").annotate(
        Sum("records")
    ):
        yield year, str(Category(category).label), str(Outcome(outcome).label), count


def table_by_cafe() -> Iterator[tuple[Any, ...]]:
    """Yield a row for each year, café and outcome."""
    rows = GroupTotal.objects.order_by("year", "group_identifier", "outcome")
    for year, cafe, outcome, count in rows.values_list("year", "group_identifier", "outcome").annotate(
        Sum("records")
    ):
        yield year, cafe, str(Outcome(outcome).label), count
