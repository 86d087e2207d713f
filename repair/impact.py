"""What repairs avoid, counted: weights and footprints of the objects repaired, by a named set of factors.

Only objects that were repaired count. The footprint avoided is the footprint of the object multiplied
by the set's displacement. Weights and footprints are summed in whole grams, so that the same records
give the same total however they are grouped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from repair.categories import FIRST_UNPOWERED, Category
from repair.models import Factor, FactorSet
from repair.outcomes import Outcome

if TYPE_CHECKING:
    from repair.repair_rates import Count

GRAM = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class Impact:
    """A total, with what it takes to check it."""

    # Objects repaired, and those of them that a factor covers.
    fixed: int
    covered: int
    weight_grams: int
    co2e_grams: int
    factor_set: str

    @property
    def weight_kg(self) -> Decimal:
        """What was kept out of the bin, in kilograms."""
        return self.weight_grams * GRAM

    @property
    def co2e_kg(self) -> Decimal:
        """What was avoided, in kilograms of CO2e."""
        return self.co2e_grams * GRAM


@dataclass(frozen=True, slots=True)
class Factors:
    """A set of factors, read once: usual grams and grams of CO2e by category and size."""

    slug: str
    displacement: Decimal
    powered_rate: Decimal
    unpowered_rate: Decimal
    usual: Mapping[tuple[int, str], tuple[int, int]]

    def impact(self, counts: Iterable[Count]) -> Impact:
        """Return the impact of the records that `counts` counts."""
        fixed = covered = weight = 0
        footprint = Decimal(0)
        for count in counts:
            if count.outcome != Outcome.FIXED:
                continue
            fixed += count.records
            how_many, grams, co2e = self._covered(count)
            covered += how_many
            weight += grams
            footprint += co2e
        avoided = (footprint * self.displacement).quantize(Decimal(1), rounding=ROUND_HALF_UP)
        return Impact(fixed, covered, weight, int(avoided), self.slug)

    def covers(self, category: int, size: str = "") -> bool:
        """Tell whether the kind alone says the weight and the footprint."""
        return (category, size) in self.usual

    def _covered(self, count: Count) -> tuple[int, int, Decimal]:
        """Return how many objects a factor covers, their grams and their grams of CO2e."""
        how_many, weight, footprint = 0, 0, Decimal(0)
        if count.weighed:
            rate = self.unpowered_rate if count.category >= FIRST_UNPOWERED else self.powered_rate
            how_many, weight, footprint = count.weighed, count.weighed_grams, count.weighed_grams * rate
        rest = count.records - count.weighed
        usual = self.usual.get((count.category, count.size))
        if usual is None:
            return how_many, weight, footprint
        return how_many + rest, weight + rest * usual[0], footprint + rest * usual[1]


def get_factors(factor_set: FactorSet | None = None) -> Factors:
    """Return the factors of `factor_set`, of the one in force by default.

    Raises FactorSet.DoesNotExist when none was put in place.
    """
    chosen = factor_set or current_factor_set()
    rows = Factor.objects.filter(factor_set=chosen)
    return Factors(
        slug=chosen.slug,
        displacement=chosen.displacement,
        powered_rate=chosen.powered_rate,
        unpowered_rate=chosen.unpowered_rate,
        usual={(row.category, row.size): (row.weight_grams, row.co2e_grams) for row in rows},
    )


def current_factor_set() -> FactorSet:
    """Return the set in force: the last one. Raises FactorSet.DoesNotExist when there is none."""
    chosen = FactorSet.objects.first()
    if chosen is None:
        raise FactorSet.DoesNotExist("No set of factors: run manage.py migrate.")
    return chosen


def categories_without_factor(factors: Factors) -> list[Category]:
    """Return the kinds whose name alone says no weight: repairs of these are counted, and cover nothing."""
    return [category for category in Category if not factors.covers(category)]
