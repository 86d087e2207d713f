"""Machines to check, and those to call back: an inventory may have left out a disk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Prefetch, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import require_admin_access
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic

from equipment.card.access import MAY_WORK, machines_of
from equipment.conditions import in_words
from equipment.machine_list.spreadsheets import SafeSpreadsheetMixin
from equipment.models import Evidence, LedgerEntry, Machine
from equipment.states import EXITS, GONE, Situation

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


def to_be_checked(machines: QuerySet[Machine]) -> QuerySet[Machine]:
    """Keep those with us that may hold a disk nobody has seen, each with what its inventories left open."""
    return _with_doubts(machines).exclude(custody__in=GONE)


def to_be_called_back(machines: QuerySet[Machine]) -> QuerySet[Machine]:
    """Keep those that left so, each with `left_at` and the code of who got it, `left_to`."""
    exits = LedgerEntry.objects.filter(machine=OuterRef("pk"), to_custody__in=EXITS).order_by("-sequence")
    left = {"left_at": Subquery(exits.values("at")[:1]), "left_to": Subquery(exits.values("situation")[:1])}
    return _with_doubts(machines).filter(custody__in=EXITS).annotate(**left)


def _with_doubts(machines: QuerySet[Machine]) -> QuerySet[Machine]:
    doubts = Evidence.objects.in_doubt().order_by("pk")
    return (
        machines.standing()  # type: ignore[attr-defined]
        .doubtful()
        .select_related("organization", "shelf")
        .prefetch_related(
            Prefetch("evidence", doubts, to_attr="own_doubts"),
            Prefetch("merged__evidence", doubts, to_attr="own_doubts"),
        )
    )


def _why(machine: Any) -> list[str]:
    doubts = [*machine.own_doubts, *(one for tag in machine.merged.all() for one in tag.own_doubts)]
    return [in_words(one) for one in doubts]


def _lines(machine: Machine) -> str:
    return format_html_join("", "<p>{}</p>", ((line,) for line in _why(machine)))


def _tag(machine: Machine) -> str:
    address = reverse("equipment_workshop:machine", args=[machine.tag])
    return format_html('<a href="{}">{}</a>', address, machine.spoken_tag)


def _lines_and_gesture(machine: Machine) -> str:
    address = reverse("equipment_workshop:contents", args=[machine.tag])
    said = gettext("Open or boot it, then say what it holds")
    return format_html('{}<p><a href="{}">{}</a></p>', _lines(machine), address, said)


def _left_to(machine: Any) -> str:
    if machine.left_to in Situation.values:
        return str(Situation(machine.left_to).label)
    return pgettext("to whom a machine went", "Not known")


def _left_on(machine: Any) -> str:
    if machine.left_at is None:
        return ""
    return date_format(timezone.localtime(machine.left_at), "SHORT_DATE_FORMAT")


@method_decorator(require_admin_access, name="dispatch")
class DoubtsView(SafeSpreadsheetMixin, generic.IndexView):
    """« À vérifier »."""

    model = Machine
    template_name = "equipment/index.html"
    page_title = _("Machines to check")
    header_icon = "warning"
    index_url_name = "equipment_admin:doubts"
    index_results_url_name = "equipment_admin:doubts_results"
    default_ordering = ("pk",)
    paginate_by = 50
    export_filename = "machines-a-verifier"
    list_export: tuple[str, ...] = ("tag", "name", "organization", "step", "custody", "why")
    export_headings = {
        "tag": pgettext_lazy("a machine", "Tag"),
        "name": _("Machine"),
        "why": _("What was not seen"),
        "left_on": pgettext_lazy("a machine", "Left on"),
        "left_to": _("To whom"),
    }

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask for the role."""
        if not request.user.has_perm(MAY_WORK):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> QuerySet[Machine]:
        """Start from the user's machines."""
        return to_be_checked(machines_of(self.request.user))

    @cached_property
    def columns(self) -> list[Column]:
        """Which machine, where it stands, what was not seen, what to do."""
        return [
            Column("tag", label=pgettext_lazy("a machine", "Tag"), accessor=_tag),
            Column("name", label=_("Machine"), accessor="name"),
            Column("step", label=_("Step"), accessor="get_step_display"),
            Column("custody", label=_("Who has it"), accessor="get_custody_display"),
            Column("why", label=_("What was not seen"), accessor=_lines_and_gesture),
        ]

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """Return the cells of a machine, in words."""
        said = {
            "tag": item.tag,
            "name": item.name,
            "organization": item.organization,
            "step": item.get_step_display(),
            "custody": item.get_custody_display(),
            "why": " ".join(_why(item)),
        }
        if "left_on" in self.list_export:
            said |= {"left_on": _left_on(item), "left_to": _left_to(item)}
        return {name: said[name] for name in self.list_export}


class RecallsView(DoubtsView):
    """« À rappeler »."""

    page_title = _("Machines to call back")
    index_url_name = "equipment_admin:recalls"
    index_results_url_name = "equipment_admin:recalls_results"
    export_filename = "machines-a-rappeler"
    list_export = ("tag", "name", "organization", "custody", "left_to", "left_on", "why")

    def get_base_queryset(self) -> QuerySet[Machine]:
        """Start from the user's machines."""
        return to_be_called_back(machines_of(self.request.user))

    @cached_property
    def columns(self) -> list[Column]:
        """Which machine, to whom and when it went, what was not seen."""
        return [
            Column("tag", label=pgettext_lazy("a machine", "Tag"), accessor=_tag),
            Column("name", label=_("Machine"), accessor="name"),
            Column("custody", label=_("Who has it"), accessor="get_custody_display"),
            Column("left_to", label=_("To whom"), accessor=_left_to),
            Column("left_on", label=pgettext_lazy("a machine", "Left on"), accessor=_left_on),
            Column("why", label=_("What was not seen"), accessor=_lines),
        ]
