"""The answer to an offer of seats, said on the phone by somebody who reads no e-mail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from maillage.bookings.words.dates import moment_words

from ..errors import BookingError
from ..models import Registration
from ..services import accept_offer, decline_offer, stay_together
from .session_screen import OneRegistrationScreen


class OfferAnswerView(OneRegistrationScreen):
    """What is kept, until when, and the buttons to note what the person says."""

    template_name = "bookings/admin/registration_offer.html"
    page_title = gettext_lazy("Answer to a seat that is kept")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add until when the answer is awaited."""
        ends_at = self.registration.offer_expires_at
        until = moment_words(ends_at.astimezone(self.session.zone)) if ends_at else ""
        return super().get_context_data(answer_before=until, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Note the answer; one that comes too late, or twice, changes nothing and is told so."""
        answer, sentence = self._answers().get(request.POST.get("answer", ""), (None, ""))
        if answer is None:
            return self.render_to_response(self.get_context_data(), status=422)
        try:
            answer(self.registration)
        except BookingError as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, sentence % {"name": self.registration.name})
        return redirect(self.list_url)

    def _answers(self) -> dict[str, tuple[Callable[[Registration], Any], str]]:
        return {
            "accept": (accept_offer, _("%(name)s is registered.")),
            "together": (stay_together, _("%(name)s keeps the same place on the waiting list.")),
            "decline": (decline_offer, _("%(name)s has left the waiting list.")),
        }
