"""« À appeler »: whom no e-mail tells in time, and the answer to an offer said on the phone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView
from wagtail.admin import messages as messages_offer_views

from maillage.bookings.admin.registrations import told_to
from maillage.bookings.admin.screens import DayScreen, OneRegistrationScreen
from maillage.bookings.errors import AnswerAwaited, BookingError, CallIsOver
from maillage.bookings.formats import format_moment
from maillage.bookings.messages.calls import grouped
from maillage.bookings.models import OFFER, Call, CallAnswer, Registration, Session
from maillage.bookings.querysets import KEEPS_REGISTRATIONS
from maillage.bookings.services import (
    accept_offer,
    call_again,
    decline_offer,
    note_not_reached,
    stay_together,
    tick_call,
    untick_call,
)
from maillage.privacy.access import record_access

if TYPE_CHECKING:
    from django.db.models import QuerySet

# How long a call that was made stays below the list, to be taken back.
DONE_SHOWN = timedelta(hours=12)
ACCESS = "bookings.calls"


def calls_for(user: Any) -> QuerySet[Call]:
    """Return every call about the people whom `user` keeps, or of the cancelled dates that they lead."""
    led = Session.objects.led_by(user).filter(status="cancelled")
    # Who leads a date tells what happens to it; seats are answered for by those who keep registrations.
    mine = Call.objects.filter(session__in=led).exclude(kind=OFFER)
    if user.has_perm(KEEPS_REGISTRATIONS):
        mine = mine | Call.objects.for_user(user)
    return mine.distinct()


class CallList:
    """What the two lists show: the calls to make, then those just made."""

    def lists(self, calls: QuerySet[Call], reference: str) -> dict[str, Any]:
        """Return what the template draws, and write down who saw it."""
        to_make = list(calls.to_make().with_people())  # type: ignore[attr-defined]
        done = calls.filter(done_at__gt=timezone.now() - DONE_SHOWN, registration__anonymized_at=None)
        done = list(done.with_people().order_by("-done_at"))  # type: ignore[attr-defined]
        record_access(
            self.request.user,  # type: ignore[attr-defined]
            what=ACCESS,
            reference=reference,
            rows=len(to_make) + len(done),
        )
        return {"news": grouped(to_make), "count": len(to_make), "done": done}


@method_decorator(never_cache, name="dispatch")
class CallsView(CallList, TemplateView):
    """Everybody whom the team must call, the nearest date first."""

    template_name = "bookings/admin/calls.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Refuse whoever keeps no registrations."""
        if not request.user.has_perm(KEEPS_REGISTRATIONS):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the lists."""
        calls = Call.objects.for_user(self.request.user)
        return super().get_context_data(
            back_url=reverse("wagtailadmin_home"), **self.lists(calls, ""), **kwargs
        )


class DateCallsView(CallList, DayScreen):
    """Those to call about one date: for the team, and for who has cancelled the date that they lead."""

    template_name = "bookings/admin/calls.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the lists; 404 for who only leads a date that takes place."""
        calls = calls_for(self.request.user).filter(session=self.session)
        context = super().get_context_data(**kwargs)
        if not (context["is_team"] or self.session.is_cancelled):
            raise Http404
        return {**context, **self.lists(calls, self.session.public_id)}


class CallAgainForm(forms.Form):
    """When to call again, on the site's clock."""

    again = forms.DateTimeField(
        error_messages={
            "required": gettext_lazy("Choose the day and the hour at which to call again."),
            "invalid": gettext_lazy("Choose the day and the hour at which to call again."),
        }
    )


class TickCallView(View):
    """What came of one call: told, answered, not reached, later; or put back on the list. Only POST."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, call_id: int) -> HttpResponse:
        """Write it and go back to the list that it was made from; what is refused is said there."""
        calls = calls_for(request.user).select_related("session", "registration")
        call = calls.filter(pk=call_id).first()
        if call is None and Call.objects.filter(pk=call_id).exists():
            raise Http404
        try:
            if call is None:
                # The person has answered by themselves since the list was read.
                raise CallIsOver
            if said := self._write(call, request):
                messages.success(request, said)
        except BookingError as refusal:
            messages.warning(request, str(refusal))
        public_id = request.POST.get("date") or (call.session.public_id if call and call.session else "")
        if request.POST.get("from") == "date" and public_id:
            return redirect("bookings_calls_of_date", public_id)
        return redirect("bookings_calls")

    def _write(self, call: Call, request: HttpRequest) -> str:
        """Write what came of the call and return the sentence to show; raises a BookingError."""
        person = call.registration.name or call.registration.spoken_reference
        if answer := request.POST.get("answer"):
            return self._answer(call, answer, request) % {"name": person}
        if "not_reached" in request.POST:
            note_not_reached(call)
            return _("%(name)s stays on the list.") % {"name": person}
        if "again" in request.POST:
            form = CallAgainForm(request.POST)
            if not form.is_valid():
                raise BookingError(form.errors["again"][0])
            again = form.cleaned_data["again"]
            call_again(call, again)
            words = format_moment(timezone.localtime(again))
            return _("Call %(name)s again: %(moment)s.") % {"name": person, "moment": words}
        if "undo" in request.POST:
            untick_call(call)
        else:
            tick_call(call, request.user)
        return ""

    def _answer(self, call: Call, answer: str, request: HttpRequest) -> str:
        """Do what was answered to an offer, and return the sentence that says so."""
        if not call.is_offer:
            raise CallIsOver
        registration, user = call.registration, request.user
        if answer == CallAnswer.ACCEPT:
            shown = request.POST.get("seats", "")
            seats = int(shown) if shown.isascii() and shown.isdecimal() else None
            accept_offer(registration, seats=seats, by=user)
            return _("%(name)s is registered.")
        if answer == CallAnswer.TOGETHER:
            stay_together(registration, by=user)
            return _("%(name)s keeps the same place on the waiting list.")
        if answer == CallAnswer.DECLINE:
            served = decline_offer(registration, by=user)
            return " ".join(
                filter(None, [_("%(name)s has left the waiting list."), _literal(told_to(served))])
            )
        raise AnswerAwaited


def _literal(text: str) -> str:
    return text.replace("%", "%%")


class OfferAnswerView(OneRegistrationScreen):
    """What is kept, until when, and the buttons to note what the person says."""

    template_name = "bookings/admin/registration_offer.html"
    page_title = gettext_lazy("Answer to a seat that is kept")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add until when the answer is awaited."""
        ends_at = self.registration.offer_expires_at
        until = format_moment(ends_at.astimezone(self.session.zone)) if ends_at else ""
        return super().get_context_data(answer_before=until, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Note the answer; one that comes too late, or twice, changes nothing and is told so."""
        answer, sentence = self._answers().get(request.POST.get("answer", ""), (None, ""))
        if answer is None:
            return self.render_to_response(self.get_context_data(), status=422)
        try:
            answer(self.registration)
        except BookingError as refusal:
            messages_offer_views.warning(request, str(refusal))
        else:
            messages_offer_views.success(request, sentence % {"name": self.registration.name})
        return redirect(self.list_url)

    def _answers(self) -> dict[str, tuple[Callable[[Registration], Any], str]]:
        return {
            "accept": (accept_offer, _("%(name)s is registered.")),
            "together": (stay_together, _("%(name)s keeps the same place on the waiting list.")),
            "decline": (decline_offer, _("%(name)s has left the waiting list.")),
        }
