"""Put in place the sets of factors that come with the plugin."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from repair.factors import restart_2021
from repair.models import Factor, FactorSet

SETS = (restart_2021,)


@transaction.atomic
def install_factor_sets() -> list[FactorSet]:
    """Write the sets that are not there yet; return the new ones. A set that is there never changes."""
    known = set(FactorSet.objects.values_list("slug", flat=True))
    return [_install(one) for one in SETS if known.isdisjoint({one.SLUG})]


def _install(source: Any) -> FactorSet:
    factor_set = FactorSet.objects.create(
        slug=source.SLUG,
        name=source.NAME,
        source=source.SOURCE,
        source_url=source.SOURCE_URL,
        in_force_from=source.IN_FORCE_FROM,
        displacement=source.DISPLACEMENT,
        powered_rate=source.POWERED_RATE,
        unpowered_rate=source.UNPOWERED_RATE,
    )
    Factor.objects.bulk_create(
        Factor(factor_set=factor_set, category=category, size=size, weight_grams=weight, co2e_grams=footprint)
        for category, size, weight, footprint in source.FACTORS
    )
    return factor_set
