"""Regular dates: choices, then the exact dates to tick, then the rows."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

import recurrence
from django import forms
from django.shortcuts import get_object_or_404, redirect
from django.utils.dates import WEEKDAYS
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from recurrence import Recurrence, Rule
from wagtail.admin import messages
from wagtail.log_actions import log

from maillage.bookings.admin.screens import PageScreen
from maillage.bookings.admin.sessions import DateForm, DayField
from maillage.bookings.errors import BookingError, NoDate, SeriesError
from maillage.bookings.holidays import ZONES, known_until, zone_of
from maillage.bookings.models import SessionSeries
from maillage.bookings.recurrence import check_rule, normalize
from maillage.bookings.services import create_series, extend_series, preview_extension, preview_series
from maillage.bookings.widgets import RuleField

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest, HttpResponse

    from maillage.bookings.services import PlannedDate

WEEKDAYS_OF_RULES = (
    *(recurrence.MO, recurrence.TU, recurrence.WE, recurrence.TH),
    *(recurrence.FR, recurrence.SA, recurrence.SU),
)
WEEKLY, MONTHLY, OTHER = "weekly", "monthly", "other"
BY_PLACE, NO_ZONE = "place", "none"
WEEKDAY_CHOICES = [(str(number), name) for number, name in WEEKDAYS.items()]
POSITIONS = [
    ("1", pgettext_lazy("week of the month", "1st")),
    ("2", pgettext_lazy("week of the month", "2nd")),
    ("3", pgettext_lazy("week of the month", "3rd")),
    ("4", pgettext_lazy("week of the month", "4th")),
    ("-1", pgettext_lazy("week of the month", "last")),
]


def _zone_choices() -> list[tuple[str, Any]]:
    return [
        (BY_PLACE, gettext_lazy("The zone of the place")),
        *((zone, gettext_lazy("Zone %(zone)s") % {"zone": zone}) for zone in ZONES),
        (NO_ZONE, gettext_lazy("No school holidays")),
    ]


class HolidaysForm(forms.Form):
    """Which holidays have no date."""

    skip_school_holidays = forms.BooleanField(
        label=gettext_lazy("Except in the school holidays"), required=False, initial=True
    )
    zone = forms.ChoiceField(
        label=gettext_lazy("School holidays of"),
        choices=lazy(_zone_choices, list)(),
        required=False,
        initial=BY_PLACE,
    )
    skip_public_holidays = forms.BooleanField(
        label=gettext_lazy("Except on public holidays"), required=False, initial=True
    )

    def holidays(self) -> dict[str, Any]:
        """Return what a valid form says of the holidays, as the previews take it."""
        zone = self.cleaned_data["zone"] or BY_PLACE
        return {
            "zone": {BY_PLACE: None, NO_ZONE: ""}.get(zone, zone),
            "skip_school_holidays": self.cleaned_data["skip_school_holidays"],
            "skip_public_holidays": self.cleaned_data["skip_public_holidays"],
        }

    def without_errors(self) -> Self:
        """Make the form show what was typed and complain of nothing yet, and return it."""
        self.initial = {
            name: field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            for name, field in self.fields.items()
        }
        self.is_bound = False
        return self


class SeriesForm(HolidaysForm, DateForm):
    """« Every Tuesday from 6.30 pm to 8 pm until 30 June, except in the holidays »."""

    day = None
    regularity = forms.ChoiceField(
        label=gettext_lazy("How often?"),
        choices=[
            (WEEKLY, gettext_lazy("On certain days of the week")),
            (MONTHLY, gettext_lazy("Once a month")),
            (OTHER, gettext_lazy("Another regularity")),
        ],
        widget=forms.RadioSelect,
        initial=WEEKLY,
    )
    weekdays = forms.MultipleChoiceField(
        label=gettext_lazy("Which days?"),
        choices=WEEKDAY_CHOICES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    interval = forms.IntegerField(
        label=gettext_lazy("Every how many weeks?"),
        min_value=1,
        max_value=52,
        initial=1,
        required=False,
        help_text=gettext_lazy("1: every week. 2: every second week, counted from the first date."),
    )
    position = forms.ChoiceField(
        label=gettext_lazy("Which one in the month?"), choices=POSITIONS, required=False
    )
    month_weekday = forms.ChoiceField(
        label=gettext_lazy("Which day?"), choices=WEEKDAY_CHOICES, required=False
    )
    recurrences = RuleField(label=gettext_lazy("Rules and extra dates"), required=False)
    first_date = DayField(
        label=pgettext_lazy("first day", "From"),
        help_text=gettext_lazy("Dates begin on this day or after it."),
    )
    until = DayField(
        label=gettext_lazy("Until"), help_text=gettext_lazy("The last day on which there may be a date.")
    )
    as_cycle = forms.BooleanField(
        label=gettext_lazy("People register for all the dates at once"),
        required=False,
        help_text=gettext_lazy(
            "For a course where each date follows from the one before. Otherwise people choose."
        ),
    )

    field_order = ("regularity", "weekdays", "interval", "position", "month_weekday", "recurrences")

    def clean_interval(self) -> int:
        """Read an empty field as every week."""
        return self.cleaned_data["interval"] or 1

    def clean(self) -> dict[str, Any]:
        """Make the rule from the choice that was made, and hold it to what the agenda can hold."""
        data = super().clean()
        if data.get("regularity") == WEEKLY and not data.get("weekdays") and "weekdays" not in self.errors:
            self.add_error("weekdays", gettext_lazy("Tick at least one day."))
        self._check_zone(data)
        if not self.errors:
            self._clean_rule(data)
        return data

    def _check_zone(self, data: dict[str, Any]) -> None:
        """Ask for the zone when the place cannot tell it: else the holidays would be left in, unsaid."""
        place = data.get("place")
        by_place = data.get("skip_school_holidays") and (data.get("zone") or BY_PLACE) == BY_PLACE
        if by_place and not (place and zone_of(place.department)):
            self.add_error("zone", gettext_lazy("Choose a zone: the place of these dates does not tell it."))

    def _clean_rule(self, data: dict[str, Any]) -> None:
        try:
            rule = self._rule(data)
            check_rule(rule)
            data["rule"] = normalize(rule, start_time=data["start_time"])
        except SeriesError as refusal:
            self.add_error("recurrences" if data["regularity"] == OTHER else None, str(refusal))

    def _rule(self, data: dict[str, Any]) -> Recurrence:
        if data["regularity"] == OTHER:
            return data["recurrences"] or Recurrence(include_dtstart=False)
        if data["regularity"] == MONTHLY:
            weekday = WEEKDAYS_OF_RULES[int(data["month_weekday"])]
            part = Rule(recurrence.MONTHLY, byday=[weekday(int(data["position"]))])
        else:
            days = [WEEKDAYS_OF_RULES[int(number)] for number in data["weekdays"]]
            part = Rule(recurrence.WEEKLY, interval=data["interval"], byday=days)
        return Recurrence(rrules=[part], include_dtstart=False)

    def series(self) -> dict[str, Any]:
        """Return what a valid form says of the series, as the services take it."""
        data = self.cleaned_data
        begins = datetime.combine(data["first_date"], data["start_time"])
        ends = datetime.combine(data["first_date"], data["end_time"])
        return {
            "recurrences": data["rule"],
            "first_date": data["first_date"],
            "until": data["until"],
            "start_time": data["start_time"],
            "duration": ends - begins,
            "place": data["place"],
            "room": data["room"],
        }


class ExtendSeriesForm(HolidaysForm):
    """Until when a series goes on."""

    until = DayField(label=gettext_lazy("New last day"))


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
