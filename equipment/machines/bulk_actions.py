"""What is done to several machines of the list at once: move them on, put them on a shelf, print labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.views.bulk_action import BulkAction

from equipment.models import Machine, Shelf
from equipment.services.series import apply_to_many
from equipment.services.shelves import put_on_shelf
from equipment.transitions import TRANSITIONS
from equipment.workshop.access import machines_of
from maillage.places.permissions import scope_to_user

from .narrowing import shown_by
from .series_views import say_refused
from .shelf_series import remember

if TYPE_CHECKING:
    from django.db.models import QuerySet

# One request does it all: it must end before a server loses patience, and its address must stay short.
MOST_AT_ONCE = 400
# The field of the confirmation that holds the keys of what it lists.
SHOWN = "shown"
# What asks nothing of each machine can be done to many.
TOGETHER = [(row.code, row.label) for row in TRANSITIONS.values() if not row.needs and not row.is_exit]


class MachinesAction(BulkAction):
    """The base: the machines that the user works on, any other is as if it did not exist."""

    models = [Machine]
    template_name = "equipment/machines/bulk.html"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse more than is done in one go, and a list that shows none."""
        count = self.chosen().count()
        if count > MOST_AT_ONCE:
            said = gettext("Narrow the list with its filters: at most %(most)d machines at once.")
            messages.error(request, said % {"most": MOST_AT_ONCE})
            return HttpResponseRedirect(self.next_url)
        if not count and "all" in request.GET.getlist("id"):
            messages.warning(request, gettext("No machine is chosen: the list shows none."))
            return HttpResponseRedirect(self.next_url)
        return super().dispatch(request, *args, **kwargs)

    def chosen(self) -> QuerySet[Machine]:
        """Return those that were ticked, those that the list shows, or those that were shown before acting.

        A filter may match others by the time the button is pressed: nothing is done to what nobody saw.
        """
        own = machines_of(self.request.user)
        shown = self.request.POST.get(SHOWN)
        if shown is not None:
            return own.filter(pk__in=[key for key in shown.split()[:MOST_AT_ONCE] if key.isdecimal()])
        asked = self.request.GET.getlist("id")
        if "all" in asked:
            return shown_by(self.request)
        return own.filter(pk__in=[key for key in asked if key.isdecimal()])

    def get_actionable_objects(self) -> tuple[list[Machine], dict[str, list[Machine]]]:
        """Return them; nobody is told of those of others."""
        return list(self.chosen().order_by("tag")), {"items_with_no_access": []}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the name of the action, and what is shown."""
        context = super().get_context_data(action_name=self.display_name, **kwargs)
        return {**context, "shown": " ".join(str(one["item"].pk) for one in context["items"])}

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
        say_refused(kwargs["request"], series.refused)
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
        """Move those of the shelf's organisation, and offer to put them back."""
        shelf, request = kwargs["data"]["shelf"], kwargs["request"]
        for machine in objects:
            if machine.organization_id != shelf.organization_id:
                said = gettext("%(tag)s is of another organisation than this shelf.")
                messages.warning(request, said % {"tag": machine.spoken_tag})
        moved = put_on_shelf(objects, shelf)
        if not moved:
            messages.warning(request, gettext("No machine has moved."))
            return 0, 0
        words = ngettext(
            "One machine is now on “%(shelf)s”.", "%(count)d machines are now on “%(shelf)s”.", len(moved)
        )
        address = reverse("equipment_admin:undo_shelf", args=[remember(request, shelf, moved)])
        button = messages.button(address, gettext("Undo"))
        messages.success(request, words % {"count": len(moved), "shelf": shelf.name}, buttons=[button])
        return len(moved), 0


class LabelsAction(MachinesAction):
    """« Étiquettes »: leads to the screen that prints, with these machines."""

    display_name = _("Labels")
    aria_label = _("Print the labels of the selected machines")
    action_type = "labels"
    action_priority = 30

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Go there at once: nothing is written."""
        machines, _others = self.get_actionable_objects()
        tags = ",".join(machine.tag for machine in machines)
        return HttpResponseRedirect(f"{reverse('equipment_admin:labels')}?tags={tags}")

    @classmethod
    def execute_action(cls, _objects: list[Machine], **_kwargs: Any) -> tuple[int, int]:
        """Do nothing: `get()` has led away."""
        return 0, 0


ACTIONS = (MoveOnAction, ShelfAction, LabelsAction)
