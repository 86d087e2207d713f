"""The public reads of repairs: `/api/v1/repairs.csv`, the open data, and `/api/v1/repair-statistics`."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from ninja import Router

from repair.exports import csv_lines, exported_records
from repair.impact import get_factors
from repair.models import FactorSet, RepairRecord
from repair.repair_rates import kept_counts
from repair.statistics import make_statistics

router = Router(tags=["repairs"])
# Raise it when the code changes what a row says: caches then read the file again.
FORMAT_VERSION = 1
LICENCE = '<https://creativecommons.org/licenses/by-sa/4.0/>; rel="license"'


@router.get(
    "/repairs.csv",
    url_name="repairs_csv",
    summary="Every repair as open data",
    description="A table of the Open Repair Data Standard 0.3: one row for each attempt, no name of anybody. "
    "Licence CC BY-SA 4.0.",
    openapi_extra={"responses": {200: {"description": "OK", "content": {"text/csv": {}}}}},
)
def repairs_csv(request: HttpRequest) -> HttpResponse:
    """Return the file, a handful of rows at a time; 304 to who has it already."""
    etag = _etag()
    unchanged = get_conditional_response(request, etag=etag)
    if isinstance(unchanged, HttpResponseNotModified):
        return unchanged
    lines = csv_lines(exported_records())
    return StreamingHttpResponse(
        (line.encode() for line in lines),
        content_type="text/csv; charset=utf-8",
        headers={
            "ETag": etag,
            "Link": LICENCE,
            "Content-Disposition": 'attachment; filename="repairs.csv"',
        },
    )


@router.get("/repair-statistics", summary="What the repairs add up to")
def repair_statistics(request: HttpRequest) -> dict[str, Any]:
    """Return counts by status, category and barrier, the rate of repair, the impact and its factor set."""
    factors = get_factors()
    found = make_statistics(kept_counts(), factors).as_json()
    factor_set = FactorSet.objects.get(slug=factors.slug)
    return {
        **found,
        "source": factor_set.source,
        "displacement": float(factor_set.displacement),
    }


def _etag() -> str:
    """Return what changes with every row that is written or deleted, without reading the rows."""
    seen = RepairRecord.objects.aggregate(Count("pk"), Max("pk"), Max("updated_at"))
    text = f"{FORMAT_VERSION} {sorted(seen.items())}"
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
