"""The filters beside the list of machines; they offer only what is the user's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet

from equipment.axes import Custody, DataStatus, Kind, Step
from equipment.dashboard.counts import waits_too_long
from equipment.models import Lot, Machine, Shelf
from equipment.querysets import may_hide_a_disk
from maillage.places.permissions import scope_to_user

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

TOO_LONG, UNSEEN = "too_long", "no"


def _own_shelves(request: HttpRequest) -> QuerySet[Shelf]:
    return scope_to_user(Shelf.objects.all(), request.user)


def _own_lots(request: HttpRequest) -> QuerySet[Lot]:
    return scope_to_user(Lot.objects.all(), request.user)


def _several(label: Any, choices: Any) -> django_filters.MultipleChoiceFilter:
    return django_filters.MultipleChoiceFilter(label=label, choices=choices, widget=CheckboxSelectMultiple)


class MachineFilterSet(WagtailFilterSet):
    """The three axes, what it is, where it stands, what waits."""

    step = _several(_("Step"), Step.choices)
    custody = _several(_("Who has it"), Custody.choices)
    data_status = _several(_("Data"), DataStatus.choices)
    kind = _several(pgettext_lazy("of a machine", "Kind"), Kind.choices)
    shelf = django_filters.ModelChoiceFilter(label=_("Shelf"), queryset=_own_shelves)
    lot = django_filters.ModelChoiceFilter(label=_("Lot"), queryset=_own_lots)
    waits = django_filters.ChoiceFilter(
        label=pgettext_lazy("time spent", "Waiting"),
        choices=[(TOO_LONG, _("Too long at its step"))],
        method="keep_late",
    )

    seen = django_filters.ChoiceFilter(
        label=pgettext_lazy("filter of machines", "To check"),
        choices=[(UNSEEN, _("A disk may not have been seen"))],
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
