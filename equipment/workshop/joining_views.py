"""A part put in a machine, from the shelf; two tags of one object made one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from equipment.errors import EquipmentError
from equipment.models import Component, Machine
from equipment.part_querysets import on_shelves, parts_of
from equipment.services.components import attach
from equipment.services.merging import merge, unmerge
from equipment.transitions import Role

from .access import MachineScreen, machines_of
from .scanned import machine_of

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse, QueryDict


def parts_on_shelves(machine: Machine) -> QuerySet[Component]:
    """Return the parts on the shelves of the machine's organisation: those that came out of its machines."""
    of_the_organisation = Machine.objects.filter(organization=machine.organization_id)
    return on_shelves(parts_of(of_the_organisation)).order_by("kind", "pk")


class PartForm(forms.Form):
    """Which part."""

    part = forms.ModelChoiceField(
        Component.objects.none(),
        label=gettext_lazy("Part on the shelf"),
        empty_label=pgettext_lazy("nothing chosen yet", "Choose"),
    )

    def __init__(self, *args: Any, machine: Machine, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["part"]
        field.queryset = parts_on_shelves(machine)  # type: ignore[attr-defined]
        field.label_from_instance = lambda part: f"{part.get_kind_display()} – {part}"  # type: ignore[attr-defined]


class JoinView(MachineScreen):
    """The screen of both gestures; each has its button."""

    template_name = "equipment/workshop/join.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the parts on the shelves."""
        kwargs.setdefault("form", PartForm(machine=self.machine))
        return super().get_context_data(
            joined=self.machine.merged.order_by("tag"),
            may_join=self.request.user.has_perm(Role.RESPONSIBLE),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it and show the card, or say why not."""
        try:
            said = self._do(request.POST)
        except EquipmentError as refusal:
            messages.error(request, str(refusal))
            return redirect(request.path)
        messages.success(request, said)
        return redirect(self.card)

    def _do(self, sent: QueryDict) -> str:
        if "other" in sent:
            return self._merge()
        return self._unmerge(sent["split"]) if "split" in sent else self._attach()

    def _attach(self) -> str:
        form = PartForm(self.request.POST, machine=self.machine)
        if not form.is_valid():
            raise EquipmentError(_("Choose a part that is on the shelf."))
        part = form.cleaned_data["part"]
        attach(part, self.machine, by=self.request.user)  # type: ignore[arg-type]
        return _("Put in: %(part)s.") % {"part": part}

    def _merge(self) -> str:
        typed = self.request.POST["other"]
        other = machine_of(typed, machines_of(self.request.user))
        if other is None:
            raise EquipmentError(_("No machine here has the tag “%(tag)s”.") % {"tag": typed.strip()[:40]})
        merge(other, self.machine, by=self.request.user)  # type: ignore[arg-type]
        return _("The tag %(tag)s leads here now.") % {"tag": other.spoken_tag}

    def _unmerge(self, tag: str) -> str:
        other = get_object_or_404(self.machine.merged, tag=tag)
        unmerge(other, by=self.request.user)  # type: ignore[arg-type]
        return _("The tag %(tag)s is that of another machine again.") % {"tag": other.spoken_tag}
