"""What repairs add up to: outcomes, categories, barriers, the rate of repair, the impact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .impact import Factors, Impact
from .ords.vocabulary import ALL_CATEGORIES, BARRIERS, OUTCOMES
from .outcomes import Outcome

if TYPE_CHECKING:
    from .counting import Count


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
