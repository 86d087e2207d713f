"""« À appeler »: whom no e-mail tells in time, with their phone, to tick off or to print."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from maillage.bookings.words.calls import grouped
from maillage.privacy.access import record_access

from ..models import Call, Session
from ..querysets import KEEPS_REGISTRATIONS
from ..services import tick_call, untick_call
from .day_screen import DayScreen

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

# How long a call that was made stays below the list, to be taken back.
DONE_SHOWN = timedelta(hours=12)
ACCESS = "bookings.calls"


def calls_for(user: Any) -> QuerySet[Call]:
    """Return every call about the people whom `user` keeps, or of the cancelled dates that they lead."""
    led = Session.objects.led_by(user).filter(status="cancelled")
    mine = Call.objects.filter(session__in=led)
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


class TickCallView(View):
    """One call made, or put back on the list. Only POST."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, call_id: int) -> HttpResponse:
        """Write it and go back to the list that it was ticked on."""
        call = get_object_or_404(calls_for(request.user).select_related("session"), pk=call_id)
        if "undo" in request.POST:
            untick_call(call)
        else:
            tick_call(call, request.user)
        if request.POST.get("from") == "date" and call.session is not None:
            return redirect("bookings_calls_of_date", call.session.public_id)
        return redirect("bookings_calls")
