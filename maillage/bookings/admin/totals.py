"""The totals of the network, for its coordinator: numbers of each association, no name."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from maillage.bookings.funders import VALUES, value_words
from maillage.bookings.models import CountCategory
from maillage.bookings.querysets import READS_TOTALS
from maillage.bookings.services.totals import OrganizationTotals, totals_by_organization

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST_YEAR = 2000


class NetworkTotalsView(PermissionRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """A year of every association, side by side."""

    permission_required = READS_TOTALS
    template_name = "bookings/admin/totals.html"
    page_title = gettext_lazy("Totals of the network")
    header_icon = "table"

    def handle_no_permission(self) -> Any:
        """Answer 403, as Wagtail's own views do for someone who is signed in."""
        raise PermissionDenied

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Name the screen at its top."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the year and its numbers."""
        year, this_year = self.year(), timezone.localdate().year
        rows = totals_by_organization(_new_year(year), _new_year(year + 1))
        return super().get_context_data(
            year=year,
            years=range(this_year, this_year - 5, -1),
            rows=rows,
            categories=list(_categories(rows)),
            **kwargs,
        )

    def year(self) -> int:
        """Return the year that was asked for, this one by default."""
        this_year = timezone.localdate().year
        asked = self.request.GET.get("year", "")
        year = int(asked) if asked.isdecimal() and len(asked) == len(str(this_year)) else this_year
        return year if FIRST_YEAR <= year <= this_year + 1 else this_year


def _new_year(year: int) -> datetime:
    return timezone.make_aware(datetime(year, 1, 1))  # noqa: DTZ001 - made aware of the site's zone here


def _categories(rows: list[OrganizationTotals]) -> Iterator[tuple[str, list[tuple[str, list[int]]]]]:
    """Yield each category that was counted: its words, and a line of numbers for each value."""
    for category in CountCategory:
        counted = {value for row in rows for value in row.counts.get(category, {})}
        if not counted:
            continue
        in_order = [value for value, _words in VALUES.get(category, ()) if value in counted]
        values = [*in_order, *sorted(counted.difference(in_order))]
        lines = [
            (value_words(category, value), [row.counts.get(category, {}).get(value, 0) for row in rows])
            for value in values
        ]
        yield str(category.label), lines
