"""The sheet on the bench: what was tried, whether it is safe, how it ended."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from repair.attempts import earlier_attempts
from repair.errors import RepairDayError
from repair.models import SheetState
from repair.services.outcomes import new_record, record_outcome

from .forms import OutcomeForm
from .screen import SheetScreen
from .tried_forms import part_forms, parts_of, step_forms, steps_of

if TYPE_CHECKING:
    from django.http import HttpRequest

# What the three buttons send.
ENDINGS = {"done": SheetState.DONE, "stays": SheetState.STAYS}


class SheetView(SheetScreen):
    """The record of a sheet, on a phone."""

    template_name = "repair/bench/sheet.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the forms, and what was tried on the same object before."""
        record = self.record or new_record(self.sheet)
        if "form" not in kwargs:
            seen = record.updated_at.isoformat() if record.pk else ""
            first = {"client_key": uuid.uuid4(), "seen": seen}
            kwargs["form"] = OutcomeForm(instance=record, sheet=self.sheet, initial=first)
        kwargs.setdefault("steps", step_forms(None, record))
        kwargs.setdefault("parts", part_forms(None, record))
        return super().get_context_data(
            record=record if record.pk else None, earlier=earlier_attempts(self.sheet), **kwargs
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save it all or nothing, then lead to what comes next."""
        record = self.record or new_record(self.sheet)
        form = OutcomeForm(request.POST, instance=record, sheet=self.sheet)
        valid = form.is_valid()
        steps, parts = step_forms(request.POST, record), part_forms(request.POST, record)
        if not all([valid, steps.is_valid(), parts.is_valid()]):
            return self._refuse(form, steps, parts)
        ending = ENDINGS.get(request.POST.get("then", ""))
        try:
            record_outcome(
                self.sheet,
                values=form.values,
                client_key=form.cleaned_data["client_key"],
                fixers=form.cleaned_data["fixers"],
                steps=steps_of(steps),
                parts=parts_of(parts),
                seen=form.cleaned_data["seen"],
                words_read=form.cleaned_data["words_read"],
                ending=ending,
                at=form.pressed_at,
            )
        except (RepairDayError, ValidationError) as problem:
            form.add_error(None, problem if isinstance(problem, ValidationError) else str(problem))
            return self._refuse(form, steps, parts, status=409)
        return self._lead_on(ending)

    def _lead_on(self, ending: SheetState | None) -> HttpResponse:
        after = {SheetState.DONE: "slip", SheetState.STAYS: "deposit", None: "sheet"}
        address = self.address(after[ending])
        if self._wants_json:
            return JsonResponse({"next": address})
        messages.success(self.request, _("The sheet is saved."))
        return redirect(address)

    def _refuse(self, form: OutcomeForm, steps: Any, parts: Any, status: int = 422) -> HttpResponse:
        if self._wants_json:
            return JsonResponse({"errors": form.errors.get_json_data()}, status=status)
        context = self.get_context_data(form=form, steps=steps, parts=parts)
        return self.render_to_response(context, status=status)

    @property
    def _wants_json(self) -> bool:
        """Whether the phone sends what it kept while there was no network."""
        return self.request.headers.get("Accept", "").startswith("application/json")
