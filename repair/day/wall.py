"""The screen on the wall: numbers only, drawn again by itself. Nothing on it tells whose object it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from django.views.generic import TemplateView

from maillage.bookings.models import Session
from repair.models import IntakeSheet, RepairCafePage, SheetState

if TYPE_CHECKING:
    from django.http import HttpRequest

# How many of those who wait are named: they come closer.
NEXT_ONES = 5


# Kept by the browser with its ETag, and asked again each time: an unchanged screen is an empty answer.
@method_decorator(cache_control(no_cache=True), name="dispatch")
class WallView(TemplateView):
    """The whole screen of a date that the public may read."""

    template_name = "repair/wall.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the date among those of published repair cafés."""
        super().setup(request, *args, **kwargs)
        cafes = Session.objects.public().filter(page__in=RepairCafePage.objects.values("page_ptr"))
        self.session = get_object_or_404(cafes.select_related("page"), public_id=kwargs["public_id"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the numbers, in one query however many there are."""
        return super().get_context_data(session=self.session, **numbers_of(self.session), **kwargs)


class WallNumbersView(WallView):
    """The part of the screen that changes."""

    template_name = "repair/_wall_numbers.html"


def numbers_of(session: Session) -> dict[str, Any]:
    """Return what the wall says of `session`: sheets by state, those that come next, whether it is over."""
    rows = IntakeSheet.objects.filter(session=session).select_related("skill")
    rows = rows.only("number", "state", "queued_at", "called_at", "skill__name")
    by_state: dict[str, list[IntakeSheet]] = {state: [] for state in SheetState.values}
    for row in rows.order_by("queued_at", "number"):
        by_state[row.state].append(row)
    called = sorted(by_state[SheetState.CALLED], key=lambda row: row.called_at, reverse=True)
    waiting = by_state[SheetState.WAITING]
    return {
        "called": called,
        "in_repair": by_state[SheetState.IN_REPAIR],
        "done": by_state[SheetState.DONE],
        "coming": waiting[:NEXT_ONES],
        "waiting": len(waiting),
        "is_over": session.end < timezone.now() and not (called or waiting),
    }
