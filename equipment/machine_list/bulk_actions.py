"""What is done to several machines at once, and « annuler » for each of these gestures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages as wagtail_messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from equipment.card.access import MAY_WORK, machines_of
from equipment.card.shelves import say_put_back
from equipment.machine_list.listing import shown_by
from equipment.models import LedgerEntry, Machine, Shelf
from equipment.services.bulk_operation import apply_to_many, put_back, put_on_shelf, undo_series
from equipment.transitions import TRANSITIONS
from maillage.places.permissions import scope_to_user

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from equipment.services.bulk_operation import Moved


@method_decorator(require_admin_access, name="dispatch")
class UndoScreen(WagtailAdminTemplateMixin, TemplateView):
    """The machines of one gesture. A view adds `machines` and `explanation`, and takes it back on POST."""

    template_name = "equipment/machines/undo.html"
    page_title = gettext_lazy("Undo the whole series")
    header_icon = "undo"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask for the role, then for what is to be taken back."""
        if not request.user.has_perm(MAY_WORK):
            raise PermissionDenied
        return self.find(request, **kwargs) or super().dispatch(request, *args, **kwargs)

    def find(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase | None:
        """Read what is to be taken back; return where to go instead, or raise Http404, when nothing is."""
        raise NotImplementedError

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Add the title, which the screen shows at its head."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]


MOST_NAMED = 20


def say_refused(request: HttpRequest, refused: list[tuple[Machine, str]]) -> None:
    """Name the machines that were refused, each with its reason; count those beyond `MOST_NAMED`."""
    for machine, why in refused[:MOST_NAMED]:
        messages.warning(request, f"{machine.spoken_tag} – {why}")
    others = len(refused) - MOST_NAMED
    if others > 0:
        said = ngettext("One other was refused too.", "%(count)d others were refused too.", others)
        messages.warning(request, said % {"count": others})


class UndoSeriesView(UndoScreen):
    """The machines of one gesture, and the button that takes it back."""

    def find(self, request: HttpRequest, **kwargs: Any) -> None:
        """Raise Http404 for a series of another organisation."""
        if not self.entries(kwargs["series"]).exists():
            raise Http404

    def entries(self, key: UUID) -> QuerySet[LedgerEntry]:
        """Return what the gesture wrote in the user's organisations."""
        written = LedgerEntry.objects.filter(series=key).exclude(code="undo").select_related("machine")
        return scope_to_user(written, self.request.user).order_by("machine__tag")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the machines of the gesture."""
        machines = [entry.machine for entry in self.entries(self.kwargs["series"])]
        explanation = _("These machines go back where they were before this gesture.")
        return super().get_context_data(machines=machines, explanation=explanation, **kwargs)

    def post(self, request: HttpRequest, series: UUID) -> HttpResponse:
        """Take back what can be, and say why the rest stays."""
        undone = undo_series(series, by=request.user)  # type: ignore[arg-type]
        say_refused(request, undone.refused)
        say_put_back(request, len(undone.done))
        return redirect("equipment_machines:index")


KEY = "equipment_put_away"


def remember(request: HttpRequest, shelf: Shelf, moved: Sequence[Moved]) -> UUID:
    """Keep what was just put on `shelf`; return the mark that takes it back."""
    mark = uuid4()
    request.session[KEY] = {"mark": str(mark), "shelf": shelf.pk, "moved": list(moved)}
    return mark


class UndoShelfView(UndoScreen):
    """The machines that were put away together, and the button that puts them back."""

    def find(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase | None:
        """Read the last time of this session: any other is no longer known."""
        kept = request.session.get(KEY, {})
        shelf = scope_to_user(Shelf.objects.all(), request.user).filter(pk=kept.get("shelf")).first()
        if shelf is None or kept["mark"] != str(kwargs["series"]):
            messages.warning(request, _("Only the last time that you put machines on a shelf can be undone."))
            return redirect("equipment_machines:index")
        self.shelf, self.moved = shelf, kept["moved"]
        return None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the machines that are still there."""
        keys = [key for key, _before in self.moved]
        there = Machine.objects.filter(pk__in=keys, shelf=self.shelf).order_by("tag")
        leave = _("These machines leave the shelf “%(name)s” and go back where they were.")
        explanation = leave % {"name": self.shelf.name}
        return super().get_context_data(machines=there, explanation=explanation, **kwargs)

    def post(self, request: HttpRequest, series: UUID) -> HttpResponse:
        """Put back what nobody moved since."""
        say_put_back(request, put_back(self.shelf, self.moved))
        del request.session[KEY]
        return redirect("equipment_machines:index")


# One request does it all: it must end before a server loses patience, and its address must stay short.
MOST_AT_ONCE = 400
# The field of the confirmation that holds the keys of what it lists.
SHOWN = "shown"
# What asks nothing of each machine can be done to many.
TOGETHER = [(row.code, row.label) for row in TRANSITIONS.values() if not row.requires and not row.is_exit]


class MachinesAction(BulkAction):
    """The base: the machines that the user works on, any other is as if it did not exist."""

    models = [Machine]
    template_name = "equipment/machines/bulk.html"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse more than is done in one go, and a list that shows none."""
        count = self.chosen().count()
        if count > MOST_AT_ONCE:
            said = gettext("Narrow the list with its filters: at most %(most)d machines at once.")
            wagtail_messages.error(request, said % {"most": MOST_AT_ONCE})
            return HttpResponseRedirect(self.next_url)
        if not count and "all" in request.GET.getlist("id"):
            wagtail_messages.warning(request, gettext("No machine is chosen: the list shows none."))
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

    code = forms.ChoiceField(label=gettext_lazy("What is done"), choices=TOGETHER)


class MoveOnAction(MachinesAction):
    """« Faire avancer »: each machine by itself, those that cannot are named with the reason."""

    display_name = gettext_lazy("Move on")
    aria_label = gettext_lazy("Move the selected machines on")
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
            button = wagtail_messages.button(address, gettext("Undo"))
            wagtail_messages.success(kwargs["request"], words % {"count": len(series.done)}, buttons=[button])
        return len(series.done), 0


class ShelfForm(forms.Form):
    """Which shelf."""

    shelf = forms.ModelChoiceField(Shelf.objects.none(), label=gettext_lazy("Shelf"))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shelves = scope_to_user(Shelf.objects.select_related("place"), user)
        self.fields["shelf"].queryset = shelves  # type: ignore[attr-defined]


class ShelfAction(MachinesAction):
    """« Ranger »: put them on a shelf of their organisation."""

    display_name = gettext_lazy("Put on a shelf")
    aria_label = gettext_lazy("Put the selected machines on a shelf")
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
                wagtail_messages.warning(request, said % {"tag": machine.spoken_tag})
        moved = put_on_shelf(objects, shelf)
        if not moved:
            wagtail_messages.warning(request, gettext("No machine has moved."))
            return 0, 0
        words = ngettext(
            "One machine is now on “%(shelf)s”.", "%(count)d machines are now on “%(shelf)s”.", len(moved)
        )
        address = reverse("equipment_admin:undo_shelf", args=[remember(request, shelf, moved)])
        button = wagtail_messages.button(address, gettext("Undo"))
        wagtail_messages.success(
            request, words % {"count": len(moved), "shelf": shelf.name}, buttons=[button]
        )
        return len(moved), 0


class LabelsAction(MachinesAction):
    """« Étiquettes »: leads to the screen that prints, with these machines."""

    display_name = gettext_lazy("Labels")
    aria_label = gettext_lazy("Print the labels of the selected machines")
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
