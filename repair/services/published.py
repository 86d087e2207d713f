"""Publish the impact of a year: from then on, its total stays as it was told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from repair.counting import kept_counts
from repair.impact import get_factors
from repair.models import FactorSet, PublishedTotal

if TYPE_CHECKING:
    from repair.models import DataProvider


@transaction.atomic
def publish_total(
    year: int, *, provider: DataProvider | None = None, factor_set: FactorSet | None = None, user: Any = None
) -> PublishedTotal:
    """Write down the impact of `year`, of one publisher or of the whole network, by a set of factors.

    The one in force by default. A total that was published is returned as it was: neither a new set
    nor records that come later change it.
    """
    before = PublishedTotal.objects.filter(year=year, provider=provider).first()
    if before is not None:
        return before
    factors = get_factors(factor_set)
    counts = kept_counts(provider=provider.name if provider else "", year=year)
    impact = factors.impact(counts)
    return PublishedTotal.objects.create(
        year=year,
        provider=provider,
        factor_set=FactorSet.objects.get(slug=factors.slug),
        records=sum(count.records for count in counts),
        fixed=impact.fixed,
        covered=impact.covered,
        weight_grams=impact.weight_grams,
        co2e_grams=impact.co2e_grams,
        published_by=user,
    )
