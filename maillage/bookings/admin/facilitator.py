"""« Mes dates »: what somebody who leads dates sees of the admin, and nothing more."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from maillage.bookings.admin.screens import DayScreen
from maillage.bookings.admin.sessions import CancelDateForm
from maillage.bookings.errors import BookingError
from maillage.bookings.models import Session
from maillage.bookings.querysets import KEEPS_REGISTRATIONS, LEADS_DATES
from maillage.bookings.services import cancel_session

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

# Attendance is sometimes noted some days later.
RECENT = timedelta(days=14)
MOST_DATES = 60


class LedDatesView(WagtailAdminTemplateMixin, TemplateView):
    """The dates that name the user among those who lead them: the latest first, then those to come."""

    template_name = "bookings/admin/led_dates.html"
    page_title = gettext_lazy("My dates")
    header_icon = "calendar-check"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Refuse whoever leads nothing and keeps no registrations."""
        if not any(map(request.user.has_perm, (LEADS_DATES, KEEPS_REGISTRATIONS))):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Name the screen at its top."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the dates, in a number of queries that does not grow."""
        now = timezone.now()
        led = Session.objects.filter(facilitators=self.request.user.pk).for_cards()
        return super().get_context_data(
            coming=list(led.upcoming(now)[:MOST_DATES]),
            past=list(led.filter(end__lte=now, end__gt=now - RECENT).order_by("-start")),
            **kwargs,
        )


class CancelLedDateView(DayScreen):
    """Cancel one's own date, from a phone: everybody is told, or is on the list to call."""

    template_name = "bookings/admin/led_date_cancel.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the date among those that the user leads."""
        super().setup(request, *args, **kwargs)
        get_object_or_404(Session.objects.led_by(request.user), pk=self.session.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form and how many people are concerned."""
        kwargs.setdefault("form", CancelDateForm())
        people = self.session.registrations.active().count()
        return super().get_context_data(people=people, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Cancel the date with the reason that people read."""
        form = CancelDateForm(request.POST)
        if form.is_valid():
            try:
                cancel_session(self.session, reason=form.cleaned_data["reason"])
            except BookingError as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(
                    request, _("The date is cancelled. People are told; the team calls the others.")
                )
                return redirect("bookings_calls_of_date", self.session.public_id)
        return self.render_to_response(self.get_context_data(form=form), status=422)
