"""The list of the day: who is next, who looks at what, what is finished."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponseBadRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from maillage.bookings.admin.taps import TapsMixin
from repair.models import IntakeSheet, SheetState
from repair.services.queue import call_next

from .screens import CafeScreen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from maillage.bookings.admin.taps import Noted
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
