"""« Que peut-on réparer ? »: the chances of an object, from what really happened to objects of its kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from .categories import Category

if TYPE_CHECKING:
    from .statistics import Statistics

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
