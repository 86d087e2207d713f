"""Who comes, noted on a phone: forms without a script, taps that wait for the network with one."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from maillage.privacy.access import record_access

from ..errors import BookingError
from ..models import Attendance, Guardian, Session
from ..services.attendance import presence, registered_on
from ..services.payments import box_of, offered_means
from .checkin_forms import TAPS, TapForm, WalkInForm
from .day_screen import DayScreen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

MOST_TAPS = 200


class CheckInView(DayScreen):
    """The list of a date on a phone: present, absent, excused, paid, and those who just come."""

    template_name = "bookings/admin/check_in.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the list, and write down who saw it."""
        context = self.get_context_data(**kwargs)
        record_access(
            request.user,
            what="bookings.check_in",
            reference=self.session.public_id,
            rows=len(context["rows"]),
        )
        return self.render_to_response(context)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the people, what was noted about them and the forms."""
        kwargs.setdefault("walk_in_form", WalkInForm(session=self.session))
        return super().get_context_data(
            **self.people(),
            nonce=uuid.uuid4().hex,
            taps_url=self.address("bookings_check_in_taps"),
            sheet_url=self.address("bookings_sheet"),
            counts_url=self.address("bookings_counts"),
            cancel_url=self.cancel_url(),
            **kwargs,
        )

    def cancel_url(self) -> str:
        """Return where the user may cancel this date; empty when it is not theirs to cancel, or over."""
        if self.session.is_cancelled or self.session.end <= timezone.now():
            return ""
        user, this = self.request.user, {"pk": self.session.pk}
        if Session.objects.led_by(user).filter(**this).exists():
            return self.address("bookings_led_date_cancel")
        own = user.has_perm("bookings.change_session") and Session.objects.for_user(user).filter(**this)
        return self.address("bookings_date_cancel") if own else ""

    def people(self) -> dict[str, Any]:
        """Return what the list shows, in a number of queries that does not grow."""
        rows = list(registered_on(self.session))
        guardians = Guardian.objects.filter(registration__in=[row.registration_id for row in rows])
        by_registration = {guardian.registration_id: guardian for guardian in guardians}
        for row in rows:
            row.guardian = by_registration.get(row.registration_id)
        return {
            "rows": rows,
            "presence": presence(self.session),
            "box": box_of(self.session),
            "means": offered_means(self.session.organization),
            "states": _buttons(),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Note one thing, and show the list again where one was."""
        form = form_of(request.POST, self.session)
        if form is None:
            return HttpResponseBadRequest()
        was_full = self.session.is_full
        problem = note(form)
        if problem:
            messages.error(request, problem)
        elif isinstance(form, WalkInForm):
            messages.success(request, _written_down(was_full))
        anchor = request.POST.get("registration", "")
        return redirect(f"{request.path}#p-{anchor}" if anchor and not problem else request.path)


class TapsView(CheckInView):
    """What a phone kept while it had no network. Sent twice, it counts once."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Note each tap in order; answer which are done, which are refused, and the list as it is now."""
        taps = _read(request.body)
        if taps is None:
            return HttpResponseBadRequest()
        done, refused = [], []
        for tap in taps:
            form = form_of(tap, self.session)
            problem = note(form) if form is not None else _("This cannot be done.")
            done.append(tap.get("nonce"))
            if problem:
                refused.append(problem)
        self.session.refresh_from_db(fields=["seats_taken", "capacity"])
        context = {"session": self.session, **self.people()}
        html = render_to_string("bookings/admin/_check_in_people.html", context, request)
        return JsonResponse({"done": done, "refused": refused, "html": html})


class CheckInWorkerView(TemplateView):
    """The script that opens the list again without network: its address is what it may answer for."""

    template_name = "bookings/admin/check-in-worker.js"
    content_type = "text/javascript"


def form_of(data: Mapping[str, Any], session: Any) -> TapForm | None:
    """Return the form of what `data` says was done; None for something else."""
    form_class = TAPS.get(str(data.get("action", "")))
    return form_class(data, session=session) if form_class else None


def note(form: TapForm) -> str:
    """Write what a form says; return the sentence that says what is wrong, empty when all is well."""
    if not form.is_valid():
        return " ".join(str(error) for errors in form.errors.values() for error in errors)
    try:
        form.save()
    except BookingError as refusal:
        return str(refusal)
    return ""


def _buttons() -> list[tuple[str, str]]:
    """Return the states that somebody is noted in, as the buttons say them."""
    return [(state.value, str(state.label)) for state in Attendance if state != Attendance.UNKNOWN]


def _written_down(was_full: bool) -> str:
    if was_full:
        return _("Written down. The date was full: it has grown, count the chairs.")
    return _("Written down: they are present.")


def _read(body: bytes) -> list[dict[str, Any]] | None:
    """Return the taps of a request, None when it is not a list of objects."""
    try:
        taps = json.loads(body)["taps"]
    except (ValueError, KeyError, TypeError):
        return None
    if not isinstance(taps, list) or len(taps) > MOST_TAPS:
        return None
    return taps if all(isinstance(tap, dict) for tap in taps) else None
