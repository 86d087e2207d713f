"""The counts kept ready: made from the records, one publisher and year at a time.

Whoever writes records calls `refresh_totals()` in the same transaction; `rebuild_totals()` makes
everything anew, and `drift()` says where the two differ.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Coalesce, ExtractYear

from .models import GroupTotal, KindTotal, RepairRecord

if TYPE_CHECKING:
    from django.db.models import Model

KIND = ("provider_id", "year", "category", "size", "outcome", "barrier")
GROUP = ("provider_id", "group_identifier", "year", "outcome")
COUNTS = ("records", "weighed", "weighed_grams")
ROWS_AT_A_TIME = 250


@transaction.atomic
def refresh_totals(provider: int, years: Iterable[int]) -> None:
    """Count anew the records of the publisher of this key in `years`, in one reading of its records."""
    years = set(years)
    for totals in (KindTotal, GroupTotal):
        totals._default_manager.filter(provider=provider, year__in=years).delete()
    records = RepairRecord.objects.filter(provider=provider)
    _write(KindTotal, count_by_kind(records).filter(year__in=years))
    _write(GroupTotal, count_by_group(records).filter(year__in=years))


@transaction.atomic
def rebuild_totals() -> None:
    """Count every record anew."""
    KindTotal.objects.all().delete()
    GroupTotal.objects.all().delete()
    _write(KindTotal, count_by_kind(RepairRecord.objects.all()))
    _write(GroupTotal, count_by_group(RepairRecord.objects.all()))


def drift() -> int:
    """Return in how many places the counts kept ready differ from the records: 0, unless somebody
    wrote records behind the back of the services.
    """
    records = RepairRecord.objects.all()
    kinds = _as_set(count_by_kind(records)) ^ _as_set(KindTotal.objects.values(*KIND, *COUNTS))
    groups = _as_set(count_by_group(records)) ^ _as_set(GroupTotal.objects.values(*GROUP, "records"))
    return len(kinds) + len(groups)


def count_by_kind(records: QuerySet[RepairRecord]) -> QuerySet[RepairRecord, dict[str, Any]]:
    """Return the counts of `records` by publisher, year, category, size, outcome and barrier."""
    return (
        records.order_by()
        .annotate(year=ExtractYear("event_date"), barrier_or_none=Coalesce("barrier", 0))
        .values(*(name for name in KIND if name != "barrier"), "barrier_or_none")
        .annotate(
            records=Count("pk"),
            weighed=Count("weight_grams"),
            weighed_grams=Coalesce(Sum("weight_grams"), 0),
        )
    )


def count_by_group(records: QuerySet[RepairRecord]) -> QuerySet[RepairRecord, dict[str, Any]]:
    """Return the counts of `records` by publisher, café, year and outcome."""
    return (
        records.order_by()
        .annotate(year=ExtractYear("event_date"))
        .values(*GROUP)
        .annotate(records=Count("pk"))
    )


def _write(model: type[Model], counts: QuerySet[RepairRecord, dict[str, Any]]) -> None:
    rows = (model(**_columns(row)) for row in counts.iterator(chunk_size=ROWS_AT_A_TIME))
    while handful := list(islice(rows, ROWS_AT_A_TIME)):
        model._default_manager.bulk_create(handful)


def _columns(row: dict[str, Any]) -> dict[str, Any]:
    columns = dict(row)
    if "barrier_or_none" in columns:
        columns["barrier"] = columns.pop("barrier_or_none")
    return columns


def _as_set(rows: Iterable[dict[str, Any]]) -> set[frozenset[tuple[str, Any]]]:
    return {frozenset(_columns(row).items()) for row in rows}
