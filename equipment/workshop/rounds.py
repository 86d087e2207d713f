"""A round of the shelves: which one was scanned, and what was put there since. The session holds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from equipment.models import Machine, Shelf
from equipment.services.shelves import Moved, put_back, put_on_shelf
from maillage.places.permissions import scope_to_user

if TYPE_CHECKING:
    from django.http import HttpRequest

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
