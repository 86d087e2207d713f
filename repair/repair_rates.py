"""« Que peut-on réparer ? »: the chances of an object, from what really happened to objects like it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count as CountOf
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from repair.categories import Category
from repair.models import KindTotal

if TYPE_CHECKING:
    from repair.querysets import RepairRecordQuerySet
    from repair.statistics import Statistics


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


# Below so many attempts whose outcome is known, a rate says nothing.
FEWEST = 10
OFTEN, SOMETIMES = 0.6, 0.4


@dataclass(frozen=True, slots=True)
class Chance:
    """How often objects of a kind were repaired, in whole percents, out of `known` attempts."""

    category: Category
    percent: int
    known: int

    @property
    def words(self) -> str:
        """The chance as a resident reads it."""
        if self.percent >= OFTEN * 100:
            return str(_("Most often repaired"))
        if self.percent >= SOMETIMES * 100:
            return str(_("Repaired about every other time"))
        return str(_("Seldom repaired, but come and see"))


def chances(statistics: Statistics) -> list[Chance]:
    """Return the chances of the kinds that were seen often enough, the best first."""
    found = [
        Chance(Category(number), round(100 * statistics.fixed[number] / known), known)
        for number, known in statistics.known.items()
        if known >= FEWEST
    ]
    return sorted(found, key=lambda chance: (-chance.percent, -chance.known, chance.category))


def chance_of(category: Category, statistics: Statistics) -> Chance | None:
    """Return the chance of a kind; None when too few were seen."""
    return next((chance for chance in chances(statistics) if chance.category == category), None)
