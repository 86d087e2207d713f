"""What repairs count for the key figures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from maillage.figures.providers import ComputedFigure, FigureProvider
from repair.impact import get_factors
from repair.models import RepairRecord
from repair.repair_rates import counts_of
from repair.statistics import make_statistics

if TYPE_CHECKING:
    from maillage.figures.providers import Scope
    from repair.querysets import RepairRecordQuerySet


def provider() -> FigureProvider:
    """Return the provider that the hook registers."""
    return FigureProvider("repair", _("Repairs"), compute)


def compute(scope: Scope) -> Iterator[ComputedFigure]:
    """Yield the figures of `scope`: objects brought, repaired, kilograms kept and avoided."""
    factors = get_factors()
    statistics = make_statistics(counts_of(_records(scope)), factors)
    source = _("Repair records")
    yield ComputedFigure("brought", _("objects brought"), statistics.records, source=source)
    yield ComputedFigure("repaired", _("objects repaired"), statistics.impact.fixed, source=source)
    by_factors = _("Repair records, factors %(set)s") % {"set": factors.slug}
    yield ComputedFigure(
        "kept", _("kept out of the bin"), round(statistics.impact.weight_kg), unit="kg", source=by_factors
    )
    yield ComputedFigure(
        "co2e", _("of CO₂ equivalent avoided"), round(statistics.impact.co2e_kg), unit="kg", source=by_factors
    )


def _records(scope: Scope) -> RepairRecordQuerySet:
    records = RepairRecord.objects.between(scope.start, scope.end)
    if scope.organization is not None:
        records = records.filter(provider__organization=scope.organization)
    if scope.place is not None:
        records = records.filter(session__place=scope.place)
    if scope.page is not None:
        records = records.filter(session__page=scope.page)
    return records
