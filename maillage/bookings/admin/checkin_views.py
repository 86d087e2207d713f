"""Who comes, noted on a phone: forms without a script, taps that wait for the network with one."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.privacy.access import record_access

from ..models import Attendance, Guardian, Session
from ..services.attendance import presence, registered_on
from ..services.payments import box_of, offered_means
from .checkin_forms import TAPS, WalkInForm
from .taps import TapScreen, TapsMixin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from .taps import Noted


class CheckInView(TapScreen):
    """The list of a date on a phone: present, absent, excused, paid, and those who just come."""

    template_name = "bookings/admin/check_in.html"
    taps = TAPS

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
        form = self.form_of(request.POST)
        if form is None:
            return HttpResponseBadRequest()
        was_full = self.session.is_full
        problem = form.note().problem
        if problem:
            messages.error(request, problem)
        elif isinstance(form, WalkInForm):
            messages.success(request, _written_down(was_full))
        anchor = request.POST.get("registration", "")
        return redirect(f"{request.path}#p-{anchor}" if anchor and not problem else request.path)


class TapsView(TapsMixin, CheckInView):
    """The same from a phone that kept them without network."""

    live_template_name = "bookings/admin/_check_in_people.html"

    def live_context(self, noted: Sequence[Noted]) -> dict[str, Any]:
        """Show the people as they are now."""
        return self.people()


def _buttons() -> list[tuple[str, str]]:
    """Return the states that somebody is noted in, as the buttons say them."""
    return [(state.value, str(state.label)) for state in Attendance if state != Attendance.UNKNOWN]


def _written_down(was_full: bool) -> str:
    if was_full:
        return _("Written down. The date was full: it has grown, count the chairs.")
    return _("Written down: they are present.")
