"""A person's own pages, behind a signed link: read one's registration, cancel it. No account."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.bookings.appointments import as_lived_by
from maillage.bookings.calendars.ical import session_calendar
from maillage.bookings.errors import AlreadyCancelled, BookingError
from maillage.bookings.messages import answer_before
from maillage.bookings.models import BookablePageMixin, Registration, Session
from maillage.bookings.services import cancel_registration
from maillage.web.form_protection import BoundedFormMixin

from .choices import dates_that_would_leave, may_change, other_dates
from .links import LinkOpensNothing, registration_from_token, registration_path, registration_token


class PersonalView(BoundedFormMixin):
    """A page behind a signed link: kept by nobody, indexed by nobody, told to nobody else."""

    refused_template_name = "bookings/refused.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer with headers that keep the link private; say what to do when it opens nothing."""
        try:
            response = super().dispatch(request, *args, **kwargs)
        except LinkOpensNothing:
            response = render(request, "bookings/link_opens_nothing.html", status=404)
        response["Cache-Control"] = "no-store, private"
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex"
        return response

    def show(
        self,
        request: HttpRequest,
        template: str,
        registration: Registration,
        *,
        status: int = 200,
        **context: Any,
    ) -> HttpResponse:
        """Draw `template` with the registration, its dates and its token."""
        dates = own_dates(registration)
        common = {
            "registration": registration,
            "dates": dates,
            "token": registration_token(registration),
            "to_come": any(date.is_to_come for date in dates),
            "answer_before": answer_before(registration, dates),
            "details": _details(registration, dates),
        }
        return render(request, template, {**common, **context}, status=status)

    def show_own_page(
        self, request: HttpRequest, registration: Registration, problem: BookingError | None = None
    ) -> HttpResponse:
        """Draw the person's own page; `problem` says why what they asked was not done."""
        now = timezone.now()
        return self.show(
            request,
            "bookings/registration.html",
            registration,
            status=409 if problem else 200,
            problem=str(problem) if problem else "",
            rank=registration.waiting_rank(),
            may_change=may_change(registration, now),
            may_cancel=bool(dates_that_would_leave(registration, now)),
            may_move=bool(other_dates(registration, now)),
            is_overdue=registration.is_overdue(now),
        )


class RegistrationView(PersonalView):
    """What a person has registered for: reference, date, place, and what they can do."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show the registration that the link opens."""
        return self.show_own_page(request, registration_from_token(token))


class CalendarFileView(PersonalView):
    """The dates of a registration as a calendar file: the one that its e-mail brings, as they are today."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Return the file with the whole address; who holds no seat goes back to the page."""
        registration = registration_from_token(token)
        dates = own_dates(registration)
        if not registration.reads_full_address or not dates:
            return redirect(registration_path(registration))
        # Named like the file of the e-mail: people pass it on, so it says nothing of the registration.
        return HttpResponse(
            session_calendar(dates, full_address=True),
            content_type="text/calendar; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{_("date.ics")}"'},
        )


class CancelRegistrationView(PersonalView):
    """Asks « really? », then cancels. Mail scanners follow links, so GET changes nothing."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Ask for the confirmation, for the dates that would be given back."""
        registration = registration_from_token(token)
        leaving = {date.pk for date in dates_that_would_leave(registration, timezone.now())}
        if not leaving and not registration.is_cancelled:
            return self.show_own_page(request, registration)
        return self.show(request, "bookings/registration_cancel.html", registration, leaving=leaving)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Cancel; a second click finds it done."""
        registration = registration_from_token(token)
        # Done already is done: what the person wants is true.
        try:
            with suppress(AlreadyCancelled):
                cancel_registration(registration)
        except BookingError as problem:
            return self.show_own_page(request, registration, problem)
        return redirect(registration_path(registration))


def own_dates(registration: Registration) -> list[Session]:
    """Return the dates of a registration as the person lives them, soonest first."""
    dates = Session.objects.for_cards().filter(registrations=registration).order_by("start", "pk")
    return as_lived_by(registration, dates)


def _details(registration: Registration, dates: list[Session]) -> list[tuple[str, str]]:
    """Return what the plugin of the page keeps beside the registration, in words."""
    page = dates[0].page if dates else None
    return page.registration_details(registration) if isinstance(page, BookablePageMixin) else []
