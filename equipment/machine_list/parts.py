"""The parts that lie on shelves, each with the machine it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import require_admin_access
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic

from equipment.card.access import MAY_WORK, machines_of
from equipment.card.formats import format_finding
from equipment.conditions import in_doubt, on_shelves, parts_of
from equipment.models import Component, ComponentKind
from equipment.templatetags.equipment_workshop import capacity
from maillage.places.codes import spoken

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

IN_DOUBT = "in_doubt"


class PartFilterSet(WagtailFilterSet):
    """What it is, and the disks that nothing proves to be erased."""

    kind = django_filters.ChoiceFilter(label=_("What it is"), choices=ComponentKind.choices)
    data = django_filters.ChoiceFilter(
        label=_("Data"), choices=[(IN_DOUBT, _("Nothing proves that it is erased."))], method="keep_in_doubt"
    )

    class Meta:
        model = Component
        fields = ("kind", "data")

    def keep_in_doubt(self, parts: QuerySet[Component], _name: str, value: str) -> QuerySet[Component]:
        """Keep the disks in doubt."""
        return in_doubt(parts) if value == IN_DOUBT else parts


def _name(part: Component) -> str:
    holds = part.size if part.kind == ComponentKind.STORAGE else None
    shown = f"{part} – {capacity(holds)}" if holds else str(part)
    return format_html('<a href="{}">{}</a>', reverse("equipment_workshop:part", args=[part.pk]), shown)


def _machine(part: Any) -> str:
    address = reverse("equipment_workshop:machine", args=[part.last_tag])
    return format_html('<a href="{}">{}</a>', address, spoken(part.last_tag))


def _finding(part: Any) -> str:
    return format_finding(part.finding) if part.kind == ComponentKind.STORAGE else ""


def _gesture(part: Any) -> str:
    if part.kind != ComponentKind.STORAGE or part.proved:
        return ""
    gestures = {"certificate": gettext("It was erased"), "destruction": gettext("It was destroyed")}
    links = (
        (reverse(f"equipment_workshop:{name}", args=[part.last_tag, part.pk]), words)
        for name, words in gestures.items()
    )
    return format_html_join(" · ", '<a href="{}">{}</a>', links)


@method_decorator(require_admin_access, name="dispatch")
class PartsView(generic.IndexView):
    """« Pièces »: those of the user's organisations."""

    model = Component
    template_name = "equipment/index.html"
    page_title = _("Parts on shelves")
    header_icon = "cogs"
    index_url_name = "equipment_admin:parts"
    index_results_url_name = "equipment_admin:parts_results"
    filterset_class = PartFilterSet
    default_ordering = ("kind", "pk")
    paginate_by = 50

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask for the role."""
        if not request.user.has_perm(MAY_WORK):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> QuerySet[Component]:
        """Start from the parts that came out of the user's machines."""
        return on_shelves(parts_of(machines_of(self.request.user)))

    @cached_property
    def columns(self) -> list[Column]:
        """What it is, where from, what is known of its data, what can be noted."""
        return [
            Column("name", label=_("Part"), accessor=_name),
            Column("kind", label=_("What it is"), accessor="get_kind_display"),
            Column("machine", label=_("Came out of"), accessor=_machine),
            Column("finding", label=_("Data"), accessor=_finding),
            Column("gesture", label=_("To note"), accessor=_gesture),
        ]
