"""Regular dates: choices, then the exact dates to tick, then the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.log_actions import log

from maillage.bookings.errors import BookingError, NoDate
from maillage.bookings.models import SessionSeries
from maillage.bookings.school_holidays import known_until, zone_of
from maillage.bookings.services import create_series, extend_series, preview_series

from .screens import PageScreen
from .series_forms import ExtendSeriesForm, SeriesForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from maillage.bookings.services import PlannedDate


class AddSeriesView(PageScreen):
    """Two steps, without a script: `step` is « preview », « create » or « edit »."""

    template_name = "bookings/admin/series_form.html"
    preview_template_name = "bookings/admin/series_preview.html"
    page_title = gettext_lazy("Add regular dates")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form; the zone of the usual place is said beside the choice."""
        place = self.page.get_default_place()
        kwargs.setdefault("form", SeriesForm(initial={"place": place}))
        zone = zone_of(place.department) if place else ""
        return super().get_context_data(usual_zone=zone, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the dates; write them once they have been seen."""
        form = SeriesForm(request.POST)
        step = request.POST.get("step")
        if step == "edit":
            return self.render_to_response(self.get_context_data(form=form.without_errors()))
        if not form.is_valid():
            return self.refuse(form)
        try:
            planned = preview_series(**form.series(), **form.holidays(), page=self.page)
        except BookingError as refusal:
            form.add_error(None, str(refusal))
            return self.refuse(form)
        if step == "create":
            return self._create(form, planned)
        return self._show(form, planned, {each.day for each in planned if each.kept})

    def _create(self, form: SeriesForm, planned: list[PlannedDate]) -> HttpResponse:
        ticked = set(self.request.POST.getlist("kept"))
        kept = {each.day for each in planned if each.day.isoformat() in ticked}
        excluded = {each.day for each in planned} - kept
        try:
            if not kept:
                raise NoDate(_("Tick at least one date."))
            create_series(
                self.page,
                **form.series(),
                excluded=excluded,
                capacity=form.cleaned_data["capacity"],
                as_cycle=form.cleaned_data["as_cycle"],
            )
        except BookingError as refusal:
            return self._show(form, planned, kept, error=str(refusal), status=422)
        log(
            instance=self.page,
            action="bookings.add_dates",
            user=self.request.user,
            data={"count": len(kept)},
        )
        messages.success(self.request, _added(len(kept)))
        return redirect(self.dates_url)

    def _show(
        self,
        form: SeriesForm,
        planned: list[PlannedDate],
        kept: set[Any],
        *,
        error: str = "",
        status: int = 200,
    ) -> HttpResponse:
        self.template_name = self.preview_template_name
        context = self.get_context_data(
            form=form,
            planned=[(each, each.day in kept) for each in planned],
            kept_count=len(kept),
            error=error,
            calendar_ends=known_until() if planned[-1].day >= known_until() else None,
        )
        return self.render_to_response(context, status=status)


class ExtendSeriesView(PageScreen):
    """More dates of the same regularity."""

    template_name = "bookings/admin/series_extend.html"
    page_title = gettext_lazy("Prolong regular dates")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the series among those of the page."""
        super().setup(request, *args, **kwargs)
        self.series = get_object_or_404(SessionSeries, pk=kwargs["series_id"], page=self.page)
        if self.series.organization_id != self.page.get_lead_organization().pk:
            raise Http404

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form and the series."""
        kwargs.setdefault("form", ExtendSeriesForm())
        return super().get_context_data(series=self.series, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Add the dates."""
        form = ExtendSeriesForm(request.POST)
        if not form.is_valid():
            return self.refuse(form)
        try:
            added = extend_series(self.series, until=form.cleaned_data["until"])
        except BookingError as refusal:
            form.add_error("until", str(refusal))
            return self.refuse(form)
        log(instance=self.page, action="bookings.add_dates", user=request.user, data={"count": len(added)})
        messages.success(request, _added(len(added)))
        return redirect(self.dates_url)


def _added(count: int) -> str:
    return ngettext("%(count)d date is in the list.", "%(count)d dates are in the list.", count) % {
        "count": count
    }
