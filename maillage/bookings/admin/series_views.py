"""Regular dates: choices, then the exact dates to tick, then the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.log_actions import log

from maillage.bookings.errors import BookingError, NoDate
from maillage.bookings.holidays.school import known_until, zone_of
from maillage.bookings.models import SessionSeries
from maillage.bookings.services import create_series, extend_series, preview_extension, preview_series

from .screens import PageScreen
from .series_forms import ExtendSeriesForm, SeriesForm

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest, HttpResponse

    from maillage.bookings.services import PlannedDate


class PlanningScreen(PageScreen):
    """Two steps, without a script: the posted `step` is « preview », « create » or « edit »."""

    form_class: type[SeriesForm | ExtendSeriesForm]
    preview_template_name = "bookings/admin/series_preview.html"

    def plan(self, form: Any) -> list[PlannedDate]:
        """Return the dates that a valid `form` gives; nothing is written."""
        raise NotImplementedError

    def write(self, form: Any, excluded: set[date]) -> None:
        """Write the dates of a valid `form`, less the `excluded` days."""
        raise NotImplementedError

    def form(self, *args: Any, **kwargs: Any) -> Any:
        """Return the form of this screen."""
        return self.form_class(*args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the dates; write them once they have been seen."""
        form = self.form(request.POST)
        step = request.POST.get("step")
        if step == "edit":
            return self.render_to_response(self.get_context_data(form=form.without_errors()))
        if not form.is_valid():
            return self.refuse(form)
        try:
            planned = self.plan(form)
        except BookingError as refusal:
            form.add_error(None, str(refusal))
            return self.refuse(form)
        if step == "create":
            return self._create(form, planned)
        return self._show(form, planned, {each.day for each in planned if each.kept})

    def _create(self, form: Any, planned: list[PlannedDate]) -> HttpResponse:
        ticked = set(self.request.POST.getlist("kept"))
        kept = {each.day for each in planned if each.day.isoformat() in ticked}
        try:
            if not kept:
                raise NoDate(_("Tick at least one date."))
            self.write(form, {each.day for each in planned} - kept)
        except BookingError as refusal:
            return self._show(form, planned, kept, error=str(refusal))
        count = len(kept)
        log(instance=self.page, action="bookings.add_dates", user=self.request.user, data={"count": count})
        added = ngettext("%(count)d date is in the list.", "%(count)d dates are in the list.", count)
        messages.success(self.request, added % {"count": count})
        return redirect(self.dates_url)

    def _show(
        self, form: Any, planned: list[PlannedDate], kept: set[date], *, error: str = ""
    ) -> HttpResponse:
        self.template_name = self.preview_template_name
        context = self.get_context_data(
            form=form,
            planned=[(each, each.day in kept) for each in planned],
            kept_count=len(kept),
            error=error,
            calendar_ends=known_until() if planned[-1].day >= known_until() else None,
        )
        return self.render_to_response(context, status=422 if error else 200)


class AddSeriesView(PlanningScreen):
    """A new set of regular dates."""

    form_class = SeriesForm
    template_name = "bookings/admin/series_form.html"
    page_title = gettext_lazy("Add regular dates")

    def form(self, *args: Any, **kwargs: Any) -> SeriesForm:
        """Return the form with the places that the editor may choose."""
        usual = self.page.get_default_place()
        return super().form(*args, user=self.request.user, usual_place=usual, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form; the zone of the usual place is said beside the choice."""
        place = self.page.get_default_place()
        kwargs.setdefault("form", self.form(initial={"place": place}))
        zone = zone_of(place.department) if place else ""
        return super().get_context_data(usual_zone=zone, **kwargs)

    def plan(self, form: SeriesForm) -> list[PlannedDate]:
        """Return the dates of the rule."""
        return preview_series(**form.series(), **form.holidays(), page=self.page)

    def write(self, form: SeriesForm, excluded: set[date]) -> None:
        """Write the series."""
        create_series(
            self.page,
            **form.series(),
            excluded=excluded,
            **{name: form.cleaned_data[name] for name in ("capacity", "slot_minutes", "leaders", "as_cycle")},
        )


class ExtendSeriesView(PlanningScreen):
    """More dates of the same regularity."""

    form_class = ExtendSeriesForm
    template_name = "bookings/admin/series_extend.html"
    page_title = gettext_lazy("Prolong regular dates")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the series among those of the page."""
        super().setup(request, *args, **kwargs)
        lead = self.page.get_lead_organization()
        series = SessionSeries.objects.filter(page=self.page, organization=lead)
        self.series = get_object_or_404(series, pk=kwargs["series_id"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form and the series."""
        kwargs.setdefault("form", ExtendSeriesForm())
        return super().get_context_data(series=self.series, **kwargs)

    def plan(self, form: ExtendSeriesForm) -> list[PlannedDate]:
        """Return the dates after the present end."""
        return preview_extension(self.series, until=form.cleaned_data["until"], **form.holidays())

    def write(self, form: ExtendSeriesForm, excluded: set[date]) -> None:
        """Add the dates."""
        extend_series(self.series, until=form.cleaned_data["until"], excluded=excluded)
