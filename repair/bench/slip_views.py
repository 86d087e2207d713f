"""« Bon de remise »: what was done, whether it is safe, whom to turn to; then the object goes home."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from repair.errors import RepairDayError
from repair.models import DepositSlip, RepairCafePage, SheetState
from repair.outcomes import Outcome
from repair.services import queue
from repair.services.deposits import collect

from .screen import SheetScreen

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class HandBackView(SheetScreen):
    """The slip that goes with the object: no name on it, neither the owner's nor the volunteers'."""

    template_name = "repair/bench/slip.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what was done, and the professionals of the café's page where they help."""
        record = self.record
        fixed = record is not None and record.outcome == Outcome.FIXED
        page = RepairCafePage.objects.filter(pk=self.sheet.session.page_id).first()
        return super().get_context_data(
            record=record,
            steps=record.steps.all() if record else [],
            parts=record.parts.order_by("pk") if record else [],
            professionals=page.professionals.all() if page and not fixed else [],
            organization=self.sheet.session.organization,
            may_hand_back=self.sheet.state in {SheetState.DONE, SheetState.STAYS},
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Note that the owner took the object back."""
        slip = DepositSlip.objects.filter(sheet=self.sheet).first()
        try:
            if slip is not None and slip.is_waiting:
                collect(slip)
            else:
                queue.hand_back(self.sheet)
        except RepairDayError as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("The object is handed back."))
        return redirect(self.address("slip"))
