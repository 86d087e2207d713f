"""The list of machines, fast with fifty thousand of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views import generic

from equipment.axes import DataStatus
from equipment.querysets import may_hide_a_disk

from .narrowing import search
from .saved_views import views_for
from .spreadsheets import SafeSpreadsheetMixin

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from equipment.models import Machine

# Beyond it, nobody turns pages: the rest is found by filters.
COUNTED_AT_MOST = 10_000


class BoundedPaginator(Paginator):
    """Counts up to a bound: a full count of a large table costs more than the page that is shown."""

    @cached_property
    def count(self) -> int:
        """How many rows there are, `COUNTED_AT_MOST` when there are more."""
        return int(self.object_list.order_by()[:COUNTED_AT_MOST].count())  # type: ignore[union-attr]


class MachineListView(SafeSpreadsheetMixin, generic.IndexView):
    """« Machines »."""

    template_name = "equipment/machines/index.html"
    paginator_class = BoundedPaginator
    list_export = (
        *("tag", "kind", "maker", "model", "year", "processor", "memory_mb", "storage_gb", "system"),
        *("grade", "defects", "step", "custody", "data_status", "step_since", "created_at"),
        *("shelf", "lot", "organization"),
    )
    export_filename = "machines"

    def get_base_queryset(self) -> QuerySet[Machine]:
        """Read what each row names at once; joined tags are left out."""
        rows = super().get_base_queryset().standing()
        rows = rows.annotate(is_doubtful=may_hide_a_disk())
        return rows.select_related("organization", "shelf", "lot")

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """Say of a machine that may hold a disk nobody has seen what the list says of it."""
        return super().to_row_dict(item) | {"data_status": _data(item)}

    def search_queryset(self, queryset: QuerySet[Machine]) -> QuerySet[Machine]:
        """Find as « select all » does."""
        return search(queryset, self.search_query)

    @cached_property
    def columns(self) -> list[Any]:
        """The checkbox, the tag that leads to the card, the rest."""
        tag = self._get_title_column_class(TitleColumn)
        return [
            BulkActionsCheckboxColumn("bulk_actions", obj_type="machine"),
            tag(
                "tag",
                label=pgettext_lazy("a machine", "Tag"),
                accessor="spoken_tag",
                sort_key="tag",
                get_url=_card,
                get_title_id=_title_id,
            ),
            Column("model", label=_("Machine"), accessor="name", sort_key="model"),
            Column("step", label=_("Step"), accessor="get_step_display", sort_key="step"),
            Column("custody", label=_("Who has it"), accessor="get_custody_display"),
            Column("data_status", label=_("Data"), accessor=_data),
            Column("shelf", label=_("Shelf")),
            DateColumn("step_since", label=_("Since"), sort_key="step_since"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the saved views, and the filters of this moment to be saved."""
        asked = self.request.GET.copy()
        for name in ("p", "export", "_w_filter_fragment"):
            asked.pop(name, None)
        return super().get_context_data(
            saved_views=views_for(self.request.user), query=asked.urlencode()[:500], **kwargs
        )


def _data(machine: Any) -> str:
    """What its disks hold; a disk that nobody has seen comes before what was found of the others."""
    return str((DataStatus.UNSEEN if machine.is_doubtful else DataStatus(machine.data_status)).label)


def _card(machine: Machine) -> str:
    return reverse("equipment_workshop:machine", args=[machine.tag])


def _title_id(machine: Machine) -> str:
    return f"machine_{machine.pk}_title"
