"""The list of machines, fast with fifty thousand of them: its search, its filters, its saved views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.forms import CheckboxSelectMultiple
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import View
from wagtail.admin.auth import require_admin_access
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views import generic

from equipment.card.access import MAY_WORK, machines_of
from equipment.dashboard import waits_too_long
from equipment.machine_list.spreadsheets import SafeSpreadsheetMixin
from equipment.models import Lot, Machine, SavedView, Serial, Shelf
from equipment.querysets import may_hide_a_disk
from equipment.states import Custody, DataStatus, Kind, Step
from maillage.places.models import Organization
from maillage.places.permissions import scope_to_user

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

TOO_LONG, UNSEEN = "too_long", "no"


def _own_shelves(request: HttpRequest) -> QuerySet[Shelf]:
    return scope_to_user(Shelf.objects.all(), request.user)


def _own_lots(request: HttpRequest) -> QuerySet[Lot]:
    return scope_to_user(Lot.objects.all(), request.user)


def _several(label: Any, choices: Any) -> django_filters.MultipleChoiceFilter:
    return django_filters.MultipleChoiceFilter(label=label, choices=choices, widget=CheckboxSelectMultiple)


class MachineFilterSet(WagtailFilterSet):
    """The three axes, what it is, where it stands, what waits."""

    step = _several(gettext_lazy("Step"), Step.choices)
    custody = _several(gettext_lazy("Who has it"), Custody.choices)
    data_status = _several(gettext_lazy("Data"), DataStatus.choices)
    kind = _several(pgettext_lazy("of a machine", "Kind"), Kind.choices)
    shelf = django_filters.ModelChoiceFilter(label=gettext_lazy("Shelf"), queryset=_own_shelves)
    lot = django_filters.ModelChoiceFilter(label=gettext_lazy("Lot"), queryset=_own_lots)
    waits = django_filters.ChoiceFilter(
        label=pgettext_lazy("time spent", "Waiting"),
        choices=[(TOO_LONG, gettext_lazy("Too long at its step"))],
        method="keep_late",
    )

    seen = django_filters.ChoiceFilter(
        label=pgettext_lazy("filter of machines", "To check"),
        choices=[(UNSEEN, gettext_lazy("A disk may not have been seen"))],
        method="keep_unseen",
    )

    class Meta:
        model = Machine
        fields = ("step", "custody", "data_status", "kind", "shelf", "lot", "waits", "seen")

    def keep_unseen(self, machines: QuerySet[Machine], _name: str, value: str) -> QuerySet[Machine]:
        """Keep those of which an inventory may leave out a disk."""
        return machines.filter(may_hide_a_disk()) if value == UNSEEN else machines

    def keep_late(self, machines: QuerySet[Machine], _name: str, value: str) -> QuerySet[Machine]:
        """Keep what waits longer than its workshop allows."""
        return machines.filter(waits_too_long()) if value == TOO_LONG else machines


def search(machines: QuerySet[Machine], typed: str) -> QuerySet[Machine]:
    """Find by tag, by a maker's number (also one noted on a joined tag), by model; all for nothing typed."""
    if not typed.strip():
        return machines
    code = "".join(typed.split()).upper()
    serials = Serial.objects.filter(value__startswith=code)
    joined = serials.exclude(machine__merged_into=None).values("machine__merged_into")
    numbered = Q(pk__in=serials.values("machine")) | Q(pk__in=joined)
    return machines.filter(numbered | Q(tag__startswith=code) | Q(model__icontains=typed.strip()))


def shown_by(request: HttpRequest) -> QuerySet[Machine]:
    """Return the machines on every screen of the list that `request.GET` narrows; none for a wrong filter."""
    machines = machines_of(request.user).standing()  # type: ignore[attr-defined]
    filters = MachineFilterSet(request.GET, queryset=machines, request=request)
    if not filters.is_valid():
        return machines.none()
    narrowed: QuerySet[Machine] = filters.qs
    return search(narrowed, request.GET.get("q", ""))


def views_for(user: Any) -> QuerySet[SavedView]:
    """Return the views of `user`, and those that their organisations share."""
    return SavedView.objects.filter(
        Q(owner=user) | Q(organization__in=Organization.objects.for_user(user))
    ).order_by("name")


class SavedViewForm(forms.ModelForm):
    """A name, for the filters of the list."""

    shared = forms.BooleanField(required=False)

    class Meta:
        model = SavedView
        fields = ("name", "query")


@method_decorator(require_admin_access, name="dispatch")
class _SavedViewAction(View):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask for the role."""
        if not request.user.has_perm(MAY_WORK):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class SaveView(_SavedViewAction):
    """Keep the filters of the list under a name; the same name is written over."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save it, then show the list as it was."""
        known = SavedView.objects.filter(
            owner=request.user, name=request.POST.get("name", "").strip()
        ).first()
        form = SavedViewForm(request.POST, instance=known or SavedView(owner=request.user))
        if form.is_valid():
            own = Organization.objects.for_user(request.user)[:2]
            shared = form.cleaned_data["shared"] and len(own) == 1
            form.instance.organization = own[0] if shared else None
            form.save()
            messages.success(request, _("This view is saved: “%(name)s”.") % {"name": form.instance.name})
        else:
            messages.error(request, _("Give this view a name of 60 signs at most."))
        return HttpResponseRedirect(
            f"{reverse('equipment_machines:index')}?{request.POST.get('query', '')[:500]}"
        )


class ForgetView(_SavedViewAction):
    """Delete a view of one's own."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Delete it."""
        get_object_or_404(SavedView, pk=pk, owner=request.user).delete()
        return HttpResponseRedirect(reverse("equipment_machines:index"))


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
            Column("model", label=gettext_lazy("Machine"), accessor="name", sort_key="model"),
            Column("step", label=gettext_lazy("Step"), accessor="get_step_display", sort_key="step"),
            Column("custody", label=gettext_lazy("Who has it"), accessor="get_custody_display"),
            Column("data_status", label=gettext_lazy("Data"), accessor=_data),
            Column("shelf", label=gettext_lazy("Shelf")),
            DateColumn("step_since", label=gettext_lazy("Since"), sort_key="step_since"),
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
