"""Whose turn it is: the queue, the wall screen, and each owner's own page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.generic import TemplateView

from maillage.bookings.admin.offline_actions import TapsMixin
from maillage.bookings.models import Session
from repair.day.screens import CafeScreen
from repair.models import IntakeSheet, RepairCafePage, SheetState
from repair.services.queue import call_next

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from maillage.bookings.admin.offline_actions import Noted
    from repair.models import Fixer, Skill

MOST_KEPT = 12


class QueueView(CafeScreen):
    """« Suivant », and every object by its state. `?fixer=…&skill=…` say who holds the phone, and where."""

    template_name = "repair/day/queue.html"

    @cached_property
    def fixer(self) -> Fixer | None:
        """The volunteer who holds the phone, if they said so."""
        return next((one for one in self.fixers if str(one.pk) == self._asked("fixer")), None)

    @cached_property
    def skill(self) -> Skill | None:
        """The table of this phone, if it was said."""
        return next((one for one in self.skills if str(one.pk) == self._asked("skill")), None)

    def _asked(self, name: str) -> str:
        return self.request.POST.get(name) or self.request.GET.get(name, "")

    @property
    def query(self) -> str:
        """What keeps the volunteer and the table from one screen to the next."""
        chosen = {"fixer": self.fixer, "skill": self.skill}
        return urlencode({name: one.pk for name, one in chosen.items() if one is not None})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the choices and the list."""
        live = self.live()
        # What somebody may have to write down without network.
        in_hand = [*live["called"], *live["in_repair"]][:MOST_KEPT]
        kept = [reverse("repair_bench:sheet", args=[sheet.pk]) for sheet in in_hand]
        return super().get_context_data(
            kept=" ".join([self.address("repair_day:intake"), *kept]),
            fixers=self.fixers,
            skills=self.skills,
            skill=self.skill,
            taps_url=f"{self.address('repair_day:queue_taps')}?{self.query}",
            **live,
            **kwargs,
        )

    def live(self) -> dict[str, Any]:
        """Return the objects by state, in a number of queries that does not grow."""
        rows: dict[str, list[IntakeSheet]] = {state.value: [] for state in SheetState}
        for sheet in IntakeSheet.objects.for_screen(self.session):
            rows[sheet.state].append(sheet)
        gone = sorted(rows["handed_back"] + rows["left"], key=lambda sheet: sheet.number)
        return {**rows, "gone": gone, "fixer": self.fixer}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Call the next one, or note one thing about an object."""
        if request.POST.get("action") == "call":
            return self._call(request)
        form = self.form_of(request.POST)
        if form is None:
            return HttpResponseBadRequest()
        problem = form.note().problem
        if problem:
            messages.error(request, problem)
        return self._back()

    def _call(self, request: HttpRequest) -> HttpResponse:
        sheet = call_next(self.session, skill=self.skill, fixer=self.fixer)
        if sheet is None:
            messages.info(request, _("Nobody waits for this table."))
            return self._back()
        sentence = _("Number %(number)d is called: %(item)s.")
        messages.success(request, sentence % {"number": sheet.number, "item": sheet.item})
        return self._back(f"#s-{sheet.pk}")

    def _back(self, anchor: str = "") -> HttpResponse:
        return redirect(f"{self.request.path}?{self.query}{anchor}")


class QueueTapsView(TapsMixin, QueueView):
    """The same from a phone that kept them without network."""

    live_template_name = "repair/day/_queue_live.html"

    def live_context(self, noted: Sequence[Noted]) -> dict[str, Any]:
        """Show the list as it is now."""
        return self.live()


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


@method_decorator(cache_control(no_cache=True, private=True), name="dispatch")
class ItemView(TemplateView):
    """The whole page. It names the object and nobody."""

    template_name = "repair/item.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the sheet by the code that its ticket holds."""
        super().setup(request, *args, **kwargs)
        sheets = IntakeSheet.objects.select_related("session__page", "skill")
        self.sheet = get_object_or_404(sheets, public_id=kwargs["public_id"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the object and how many come before it."""
        ahead = 0
        if self.sheet.state == SheetState.WAITING:
            ahead = IntakeSheet.objects.before(self.sheet).count()
        return super().get_context_data(sheet=self.sheet, ahead=ahead, **kwargs)

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> Any:
        """Keep the page out of the search engines."""
        response = super().render_to_response(context, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        return response


class ItemTurnView(ItemView):
    """The part of the page that changes."""

    template_name = "repair/_turn.html"
