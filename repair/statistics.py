"""What repairs add up to, narrowed by year, café and category, from the counts kept ready."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count as DbCount
from django.db.models import Sum

from maillage.bookings.models import Session
from maillage.bookings.querysets import with_pages
from repair.categories import Category
from repair.impact import Factors, Impact, current_factor_set, get_factors
from repair.models import (
    DataProvider,
    FactorSet,
    GroupTotal,
    KindTotal,
    PublishedTotal,
    RepairCafePage,
    RepairRecord,
)
from repair.open_data import ALL_CATEGORIES, BARRIERS, OUTCOMES
from repair.outcomes import Outcome
from repair.repair_rates import counts_of, kept_counts

if TYPE_CHECKING:
    from maillage.places.models import Organization
    from repair.repair_rates import Count


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts by the numbers of the standard, and the impact."""

    outcomes: Counter[int]
    categories: Counter[int]
    barriers: Counter[int]
    # Among those whose outcome is known, by category.
    known: Counter[int]
    fixed: Counter[int]
    impact: Impact

    @property
    def records(self) -> int:
        """How many attempts were noted."""
        return self.outcomes.total()

    @property
    def repair_rate(self) -> float | None:
        """The part of objects repaired among those whose outcome is known, from 0 to 1; None without any."""
        known = self.records - self.outcomes[Outcome.UNKNOWN]
        return self.outcomes[Outcome.FIXED] / known if known else None

    def as_json(self) -> dict[str, Any]:
        """Return the statistics in the words of the standard, ready for JSON."""
        return {
            "records": self.records,
            "status": {words: self.outcomes[number] for number, words in OUTCOMES.items()},
            "category": _worded(self.categories, ALL_CATEGORIES),
            "barrier": _worded(self.barriers, BARRIERS),
            "repair_rate": self.repair_rate,
            "impact": {
                "records": self.impact.covered,
                "weight_kg": float(self.impact.weight_kg),
                "co2e_kg": float(self.impact.co2e_kg),
                "factor_set": self.impact.factor_set,
            },
        }


def make_statistics(counts: Iterable[Count], factors: Factors) -> Statistics:
    """Return what `counts` add up to, with the impact by `factors`."""
    counts = list(counts)
    outcomes, categories, barriers, known, fixed = (Counter[int]() for _each in range(5))
    for count in counts:
        outcomes[count.outcome] += count.records
        categories[count.category] += count.records
        if count.barrier:
            barriers[count.barrier] += count.records
        if count.outcome != Outcome.UNKNOWN:
            known[count.category] += count.records
        if count.outcome == Outcome.FIXED:
            fixed[count.category] += count.records
    return Statistics(outcomes, categories, barriers, known, fixed, factors.impact(counts))


def _worded(numbers: Counter[int], words: dict[int, str]) -> dict[str, int]:
    return {word: numbers[number] for number, word in words.items() if numbers[number]}


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
        return _by_year(rows.values_list("event_date__year", "outcome").annotate(DbCount("pk")))
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


MOST_DATES = 4


@dataclass(frozen=True, slots=True)
class Totals:
    """What an organisation or the whole network repaired, and by which factors it is counted."""

    statistics: Statistics
    factor_set: FactorSet


def next_cafes(organization: Organization | None = None, most: int = MOST_DATES) -> list[Session]:
    """Return the next dates of repair cafés that take place, of one organisation if it is named."""
    cafes = RepairCafePage.objects.values("page_ptr")
    dates = Session.objects.public().upcoming().scheduled().filter(page__in=cafes)
    if organization is not None:
        dates = dates.of_organization(organization.slug)
    return with_pages(dates.with_surroundings()[:most])


def totals_of(organization: Organization | None = None) -> Totals | None:
    """Return what was repaired, by one organisation or by all; None when nothing was noted."""
    name = ""
    if organization is not None:
        provider = DataProvider.objects.filter(organization=organization).first()
        if provider is None:
            return None
        name = provider.name
    counts = kept_counts(provider=name)
    if not counts:
        return None
    factor_set = current_factor_set()
    return Totals(make_statistics(counts, get_factors(factor_set)), factor_set)
