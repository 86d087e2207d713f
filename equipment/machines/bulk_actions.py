"""What is done to several machines of the list at once: move them on, put them on a shelf, print labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.views.bulk_action import BulkAction

from equipment.models import Machine, Shelf
from equipment.services.series import apply_to_many
from equipment.transitions import TRANSITIONS
from equipment.workshop.access import machines_of
from maillage.places.permissions import scope_to_user

if TYPE_CHECKING:
    from django.db.models import QuerySet

# What asks nothing of each machine can be done to many.
TOGETHER = [(row.code, row.label) for row in TRANSITIONS.values() if not row.needs and not row.is_exit]


class MachinesAction(BulkAction):
    """The base: the machines that the user works on, any other is as if it did not exist."""

    models = [Machine]
    template_name = "equipment/machines/bulk.html"

    def check_perm(self, obj: Machine) -> bool:
        """Tell whether the user works on it; the rows of others are not even listed."""
        return obj.pk in self._own

    @property
    def _own(self) -> set[int]:
        if not hasattr(self, "_own_keys"):
            asked = self.request.GET.getlist("id")
            keys = [key for key in asked if key.isdecimal()]
            mine = machines_of(self.request.user)
            self._own_keys = set(
                (mine if "all" in asked else mine.filter(pk__in=keys)).values_list("pk", flat=True)
            )
        return self._own_keys

    def get_all_objects_in_listing_query(self, parent_id: Any) -> QuerySet[Any]:
        """Return every machine of the user's."""
        return machines_of(self.request.user).values_list("pk", flat=True)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the name of the action."""
        return super().get_context_data(action_name=self.display_name, **kwargs)

    def get_execution_context(self) -> dict[str, Any]:
        """Give the form and the user."""
        return {"data": self.cleaned_form.cleaned_data, "user": self.request.user, "request": self.request}


class MoveOnForm(forms.Form):
    """Which transition."""

    code = forms.ChoiceField(label=_("What is done"), choices=TOGETHER)


class MoveOnAction(MachinesAction):
    """« Faire avancer »: each machine by itself, those that cannot are named with the reason."""

    display_name = _("Move on")
    aria_label = _("Move the selected machines on")
    action_type = "move_on"
    action_priority = 10
    form_class = MoveOnForm

    @classmethod
    def execute_action(cls, objects: list[Machine], **kwargs: Any) -> tuple[int, int]:
        """Apply the transition to each, under one mark."""
        series = apply_to_many(objects, kwargs["data"]["code"], by=kwargs["user"])
        for machine, why in series.refused:
            messages.warning(kwargs["request"], f"{machine.spoken_tag} – {why}")
        if series.done:
            address = reverse("equipment_admin:undo_series", args=[series.key])
            words = ngettext("One machine moved on.", "%(count)d machines moved on.", len(series.done))
            button = messages.button(address, gettext("Undo"))
            messages.success(kwargs["request"], words % {"count": len(series.done)}, buttons=[button])
        return len(series.done), 0


class ShelfForm(forms.Form):
    """Which shelf."""

    shelf = forms.ModelChoiceField(Shelf.objects.none(), label=_("Shelf"))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shelves = scope_to_user(Shelf.objects.select_related("place"), user)
        self.fields["shelf"].queryset = shelves  # type: ignore[attr-defined]


class ShelfAction(MachinesAction):
    """« Ranger »: put them on a shelf of their organisation."""

    display_name = _("Put on a shelf")
    aria_label = _("Put the selected machines on a shelf")
    action_type = "put_away"
    action_priority = 20
    form_class = ShelfForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the user's shelves."""
        return {**super().get_form_kwargs(), "user": self.request.user}

    @classmethod
    def execute_action(cls, objects: list[Machine], **kwargs: Any) -> tuple[int, int]:
        """Move those of the shelf's organisation."""
        shelf = kwargs["data"]["shelf"]
        own = Machine.objects.filter(pk__in=[one.pk for one in objects], organization=shelf.organization_id)
        return own.update(shelf=shelf), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        """Count them."""
        return ngettext(
            "One machine is on its shelf.", "%(count)d machines are on their shelf.", num_parent_objects
        ) % {"count": num_parent_objects}


class LabelsAction(MachinesAction):
    """« Étiquettes »: leads to the screen that prints, with these machines."""

    display_name = _("Labels")
    aria_label = _("Print the labels of the selected machines")
    action_type = "labels"
    action_priority = 30

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Go there at once: nothing is written."""
        machines, _others = self.get_actionable_objects()
        tags = ", ".join(machine.tag for machine in machines)
        return HttpResponseRedirect(f"{reverse('equipment_admin:labels')}?{urlencode({'tags': tags})}")

    @classmethod
    def execute_action(cls, _objects: list[Machine], **_kwargs: Any) -> tuple[int, int]:
        """Do nothing: `get()` has led away."""
        return 0, 0


ACTIONS = (MoveOnAction, ShelfAction, LabelsAction)
