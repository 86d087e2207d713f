"""The tag that draws a chart."""

from __future__ import annotations

import hashlib
from typing import Any

from django import template

from ..charts import Chart

register = template.Library()


@register.inclusion_tag("figures/chart.html")
def chart(drawing: Chart, csv_url: str = "") -> dict[str, Any]:
    """Draw `drawing` with its table folded below; `csv_url` is where the same table is a file."""
    return {"chart": drawing, "csv_url": csv_url, "id": _id_of(drawing)}


@register.inclusion_tag("figures/figure_list.html")
def key_figures(figures: Any) -> dict[str, Any]:
    """Write `figures`, typed or computed, large, each with its period and its source."""
    return {"figures": figures}


def _id_of(drawing: Chart) -> str:
    """Return an id that is the same each time the page is drawn, so that the page keeps its ETag."""
    return f"chart-{hashlib.sha256(drawing.title.encode()).hexdigest()[:8]}"
