"""Reads of key figures, in the words of the field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Sum

if TYPE_CHECKING:
    from datetime import date

    from .models import Figure  # noqa: F401  a base class names it as text


class FigureQuerySet(models.QuerySet["Figure"]):
    """Figures by page and by period."""

    def of_page(self, page_id: int) -> Self:
        """Those of one page, the whole before its parts."""
        return self.filter(page=page_id).order_by("part_of_id", "pk")

    def within(self, start: date, end: date) -> Self:
        """Those whose period lies between two days, both included."""
        return self.filter(period_start__gte=start, period_end__lte=end)

    def whose_parts_disagree(self) -> Self:
        """Those whose parts of the same unit add up to more than the whole: to be shown, never corrected."""
        same_unit = models.Q(parts__unit=models.F("unit"))
        added = self.annotate(parts_total=Sum("parts__value", filter=same_unit))
        return added.filter(parts_total__gt=models.F("value"))
