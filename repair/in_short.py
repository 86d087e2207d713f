"""Repairs in a few words: the next café and the totals, of an organisation or of the network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from maillage.bookings.models import Session
from maillage.bookings.querysets import with_pages

from .counting import kept_counts
from .impact import current_factor_set, get_factors
from .models import DataProvider, FactorSet, RepairCafePage
from .statistics import Statistics, make_statistics

if TYPE_CHECKING:
    from maillage.places.models import Organization

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
