"""Objects come in: each is welcomed on a phone, and gets its number."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from maillage.bookings.admin.check_in import qr_code
from maillage.bookings.admin.offline_actions import TapsMixin
from maillage.privacy.access import record_access
from repair.day.screens import WELCOMES, CafeScreen, IntakeForm
from repair.models import IntakeSheet
from repair.services.intake import coming_to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from maillage.bookings.admin.offline_actions import Noted

LAST_ONES = 5
MOST_NUMBERS = 32767


class IntakeView(CafeScreen):
    """The form, what is announced, and the number that was just given."""

    template_name = "repair/day/intake.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the desk; what is announced was written by people, so the look at it is noted."""
        context = self.get_context_data(**kwargs)
        rows = len(context["announced"])
        record_access(request.user, what="repair.intake", reference=self.session.public_id, rows=rows)
        return self.render_to_response(context)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form and the lists; `?number=12` is the number that was just given."""
        kwargs.setdefault("form", IntakeForm(session=self.session, user=self.request.user))
        number = self.request.GET.get("number", "")
        given = self._sheets().filter(number=number[:5]) if number.isdecimal() else []
        return super().get_context_data(
            taps_url=self.address("repair_day:intake_taps"), **self.live(list(given)), **kwargs
        )

    def live(self, given: Sequence[IntakeSheet]) -> dict[str, Any]:
        """Return the part that is drawn again: `given` are the sheets to show with their code."""
        for sheet in given:
            sheet.qr = self.code_of(sheet)
        announced = [row for row in coming_to(self.session) if not hasattr(row, "sheet")]
        for row in announced:
            row.key = uuid.uuid4().hex
        return {
            "given": given,
            "announced": announced,
            "last": self._sheets().order_by("-number")[:LAST_ONES],
            "welcomes": WELCOMES,
            "has_rules": IntakeForm(session=self.session).has_rules,
        }

    def code_of(self, sheet: IntakeSheet) -> str:
        """Return the drawing that leads the owner to the page of the object."""
        path = reverse("repair:item", args=[sheet.public_id])
        return qr_code(self.request.build_absolute_uri(path))

    def _sheets(self) -> Any:
        return IntakeSheet.objects.filter(session=self.session).select_related("skill")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take one object in, and show its number."""
        form = self.form_of(request.POST)
        if form is None:
            return HttpResponseBadRequest()
        noted = form.note()
        if not noted.problem:
            return redirect(f"{request.path}?number={noted.row.number}#given")
        if not isinstance(form, IntakeForm):
            messages.error(request, noted.problem)
            return redirect(request.path)
        if not form.errors:
            form.add_error(None, noted.problem)
        return self.render_to_response(self.get_context_data(form=form), status=422)


class IntakeTapsView(TapsMixin, IntakeView):
    """The same from a phone that kept them without network."""

    live_template_name = "repair/day/_intake_live.html"

    def live_context(self, noted: Sequence[Noted]) -> dict[str, Any]:
        """Show the numbers that these taps were given."""
        rows = [one.row for one in noted if isinstance(one.row, IntakeSheet)]
        return self.live(list(dict.fromkeys(rows)))


class TicketView(CafeScreen):
    """The number of one object, to print: its code leads to the object's own page."""

    template_name = "repair/day/ticket.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the sheet and its code."""
        sheets = IntakeSheet.objects.select_related("skill")
        number = min(kwargs["number"], MOST_NUMBERS)
        sheet = get_object_or_404(sheets, session=self.session, number=number)
        path = reverse("repair:item", args=[sheet.public_id])
        code = qr_code(self.request.build_absolute_uri(path))
        return super().get_context_data(sheet=sheet, qr=code, item_path=path, **kwargs)
