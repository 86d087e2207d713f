"""The dates of a page: the list, one more, none any more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.log_actions import log

from maillage.bookings.errors import BookingError
from maillage.bookings.models import Session, SessionSeries
from maillage.bookings.services import add_session, cancel_session, delete_unused_dates
from maillage.bookings.services.series import TIMEZONE
from maillage.bookings.words.dates import session_words

from .forms import CancelDateForm, DateForm
from .screens import PageScreen

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

MOST_PAST_DATES = 30


class DatesView(PageScreen):
    """Every date of a page: those without a day, those to come, then those gone by."""

    template_name = "bookings/admin/dates.html"
    page_title = gettext_lazy("Dates")

    def dates(self) -> QuerySet[Session]:
        """Return the dates with what a line shows."""
        mine = Session.objects.filter(page=self.page).for_user(self.request.user)
        return mine.select_related("place")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the dates and the series that can be prolonged."""
        now = timezone.now()
        past = self.dates().exclude(status="postponed").filter(end__lte=now).order_by("-start")
        if "past" not in self.request.GET:
            past = past[: MOST_PAST_DATES + 1]
        past_dates = list(past)
        return super().get_context_data(
            postponed=list(self.dates().postponed()),
            upcoming=list(self.dates().exclude(status="postponed").upcoming(now)),
            past=past_dates if "past" in self.request.GET else past_dates[:MOST_PAST_DATES],
            more_past="past" not in self.request.GET and len(past_dates) > MOST_PAST_DATES,
            series=SessionSeries.objects.filter(page=self.page, until__gte=now.date()).order_by("pk"),
            **kwargs,
        )


class AddDateView(PageScreen):
    """One date more."""

    template_name = "bookings/admin/date_form.html"
    page_title = gettext_lazy("Add one date")

    def form(self, *args: Any, **kwargs: Any) -> DateForm:
        """Return the form with the places that the editor may choose."""
        return DateForm(*args, user=self.request.user, usual_place=self.page.get_default_place(), **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form."""
        kwargs.setdefault("form", self.form(initial={"place": self.page.get_default_place()}))
        return super().get_context_data(submit_label=_("Add this date"), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Write the date."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.refuse(form)
        zone = Session(timezone_name=TIMEZONE).zone
        data = form.cleaned_data
        try:
            with transaction.atomic():
                session = add_session(
                    self.page,
                    start=form.instant("start_time", zone),
                    end=form.instant("end_time", zone),
                    **{name: data[name] for name in ("place", "room", "capacity", "slot_minutes")},
                )
                session.facilitators.set(data["leaders"])
        except BookingError as refusal:
            form.add_error(None, str(refusal))
            return self.refuse(form)
        log(instance=self.page, action="bookings.add_dates", user=request.user, data={"count": 1})
        messages.success(request, _("%(date)s is in the list.") % {"date": session_words(session)})
        return redirect(self.dates_url)


class CancelAllView(PageScreen):
    """Every date to come of a page, before the page itself goes away."""

    template_name = "bookings/admin/dates_cancel_all.html"
    page_title = gettext_lazy("Cancel every date to come")

    def coming(self) -> list[Session]:
        """Return the dates that would be cancelled."""
        mine = Session.objects.filter(page=self.page).for_user(self.request.user)
        return list(mine.scheduled().upcoming())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form, the dates, and whether they can leave without a trace."""
        kwargs.setdefault("form", CancelDateForm())
        every = Session.objects.filter(page=self.page)
        return super().get_context_data(
            sessions=self.coming(),
            can_delete=every.exists() and not every.filter(registered__isnull=False).exists(),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Cancel them all or none; or delete them, when nobody ever registered."""
        if "delete" in request.POST:
            return self._delete()
        form = CancelDateForm(request.POST)
        if not form.is_valid():
            return self.refuse(form)
        with transaction.atomic():
            coming = self.coming()
            for session in coming:
                cancel_session(session, reason=form.cleaned_data["reason"])
        log(instance=self.page, action="bookings.cancel_date", user=request.user, data={"count": len(coming)})
        cancelled = ngettext("%(count)d date is cancelled.", "%(count)d dates are cancelled.", len(coming))
        messages.success(request, cancelled % {"count": len(coming)})
        return redirect(self.dates_url)

    def _delete(self) -> HttpResponse:
        try:
            count = delete_unused_dates([self.page.pk])
        except BookingError as refusal:
            messages.error(self.request, str(refusal))
            return redirect(self.dates_url)
        log(instance=self.page, action="bookings.delete_dates", user=self.request.user, data={"count": count})
        deleted = ngettext("%(count)d date is deleted.", "%(count)d dates are deleted.", count)
        messages.success(self.request, deleted % {"count": count})
        return redirect(self.dates_url)
