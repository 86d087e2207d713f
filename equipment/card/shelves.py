"""A shelf's QR code opens this: machines are put there one after the other; a round looks at each shelf."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from equipment.card.access import MAY_WORK, WorkshopScreen, machine_of, machines_of
from equipment.card.actions import CardAction
from equipment.models import Machine, Shelf
from equipment.services.bulk_operation import Moved, put_back, put_on_shelf
from maillage.places.permissions import get_scoped_object_or_404, scope_to_user

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

KEY = "equipment_round"


@dataclass
class Round:
    """A shelf, and the machines put on it one after the other: [machine, the shelf it was on or None]."""

    shelf: Shelf
    moved: list[Moved]

    def machines(self) -> list[Machine]:
        """Return the machines of the round, the last one first."""
        found = Machine.objects.in_bulk([key for key, _before in self.moved])
        return [found[key] for key, _before in reversed(self.moved) if key in found]


def current_round(request: HttpRequest) -> Round | None:
    """Return the round of this session, if its shelf is still the user's."""
    kept = request.session.get(KEY)
    if not kept:
        return None
    mine = scope_to_user(Shelf.objects.select_related("place"), request.user)
    shelf = mine.filter(pk=kept["shelf"]).first()
    return Round(shelf, kept["moved"]) if shelf else None


def open_round(request: HttpRequest, shelf: Shelf) -> Round:
    """Return the round of `shelf`, a new one when another shelf was scanned before."""
    here = current_round(request)
    if here is None or here.shelf.pk != shelf.pk:
        here = Round(shelf, [])
        _keep(request, here)
    return here


def close_round(request: HttpRequest) -> None:
    """Forget the shelf: the next machine scanned is only looked at."""
    request.session.pop(KEY, None)


def put_there(request: HttpRequest, here: Round, machine: Machine) -> bool:
    """Put `machine` on the round's shelf; tell whether it was elsewhere."""
    moved = put_on_shelf([machine], here.shelf)
    here.moved.extend(moved)
    _keep(request, here)
    return bool(moved)


def take_back_round(request: HttpRequest, here: Round) -> int:
    """Put every machine of the round back where it was; return how many."""
    count = put_back(here.shelf, here.moved)
    here.moved = []
    _keep(request, here)
    return count


def _keep(request: HttpRequest, here: Round) -> None:
    request.session[KEY] = {"shelf": here.shelf.pk, "moved": here.moved}


MOST_SHOWN = 100


class ShelfView(WorkshopScreen):
    """What stands on the shelf, and the field that puts one more machine there."""

    template_name = "equipment/workshop/shelf.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the shelf among those of the user's organisations."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated and request.user.has_perm(MAY_WORK):
            rows = Shelf.objects.select_related("place")
            self.shelf = get_scoped_object_or_404(rows, request.user, code=kwargs["code"].upper())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Open the round of this shelf and add what stands there."""
        here = open_round(self.request, self.shelf)
        standing = self.shelf.machines.standing()
        return super().get_context_data(
            shelf=self.shelf,
            round=here,
            series=here.machines(),
            machines=standing.order_by("tag")[:MOST_SHOWN],
            total=standing.count(),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what one of the three buttons says, then show the shelf again."""
        here = open_round(request, self.shelf)
        match request.POST.get("do"):
            case "undo":
                say_put_back(request, take_back_round(request, here))
            case "finish":
                close_round(request)
                return redirect("equipment_admin:dashboard")
            case _:
                self._put(request, here)
        return redirect("equipment_workshop:shelf", self.shelf.code)

    def _put(self, request: HttpRequest, here: Round) -> None:
        typed = request.POST.get("tag", "")
        own = machines_of(request.user).filter(organization=self.shelf.organization_id)
        machine = machine_of(typed, own)
        if machine is None:
            said = _("No machine here has the tag “%(tag)s”. Look at the label, and type its seven signs.")
            messages.error(request, said % {"tag": typed.strip()[:40]})
        else:
            _put_and_say(request, here, machine)


class PutAwayView(CardAction):
    """The button of a card while a round is open."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Put it there, then lead to the shelf for the next one."""
        here = current_round(request)
        if here is None or here.shelf.organization_id != self.machine.organization_id:
            messages.error(request, _("Scan a shelf of this workshop first."))
            return redirect(self.card)
        _put_and_say(request, here, self.machine)
        return redirect(reverse("equipment_workshop:shelf", args=[here.shelf.code]))


def _put_and_say(request: HttpRequest, here: Round, machine: Machine) -> None:
    words = {"machine": f"{machine.spoken_tag}, {machine.name}", "shelf": here.shelf.name}
    if put_there(request, here, machine):
        messages.success(request, _("%(machine)s is now on “%(shelf)s”.") % words)
    else:
        messages.success(request, _("%(machine)s was already on “%(shelf)s”.") % words)


def say_put_back(request: HttpRequest, count: int) -> None:
    """Say how many machines are back where they were."""
    said = ngettext(
        "One machine is back where it was.", "%(count)d machines are back where they were.", count
    )
    messages.success(request, said % {"count": count})
