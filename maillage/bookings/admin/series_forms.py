"""What editors fill in for regular dates. The simple choices and the full widget make the same rule."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

import recurrence
from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from recurrence import Recurrence, Rule

from maillage.bookings.errors import SeriesError
from maillage.bookings.holidays.school import ZONES, zone_of
from maillage.bookings.recurrence import check_rule, normalize
from maillage.bookings.widgets import RuleField

from .forms import DateForm, DayField

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
        (BY_PLACE, _("The zone of the place")),
        *((zone, _("Zone %(zone)s") % {"zone": zone}) for zone in ZONES),
        (NO_ZONE, _("No school holidays")),
    ]


class HolidaysForm(forms.Form):
    """Which holidays have no date."""

    skip_school_holidays = forms.BooleanField(
        label=_("Except in the school holidays"), required=False, initial=True
    )
    zone = forms.ChoiceField(
        label=_("School holidays of"), choices=lazy(_zone_choices, list)(), required=False, initial=BY_PLACE
    )
    skip_public_holidays = forms.BooleanField(
        label=_("Except on public holidays"), required=False, initial=True
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
        label=_("How often?"),
        choices=[
            (WEEKLY, _("On certain days of the week")),
            (MONTHLY, _("Once a month")),
            (OTHER, _("Another regularity")),
        ],
        widget=forms.RadioSelect,
        initial=WEEKLY,
    )
    weekdays = forms.MultipleChoiceField(
        label=_("Which days?"),
        choices=WEEKDAY_CHOICES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    interval = forms.IntegerField(
        label=_("Every how many weeks?"),
        min_value=1,
        max_value=52,
        initial=1,
        required=False,
        help_text=_("1: every week. 2: every second week, counted from the first date."),
    )
    position = forms.ChoiceField(label=_("Which one in the month?"), choices=POSITIONS, required=False)
    month_weekday = forms.ChoiceField(label=_("Which day?"), choices=WEEKDAY_CHOICES, required=False)
    recurrences = RuleField(label=_("Rules and extra dates"), required=False)
    first_date = DayField(
        label=pgettext_lazy("first day", "From"), help_text=_("Dates begin on this day or after it.")
    )
    until = DayField(label=_("Until"), help_text=_("The last day on which there may be a date."))
    as_cycle = forms.BooleanField(
        label=_("People register for all the dates at once"),
        required=False,
        help_text=_("For a course where each date follows from the one before. Otherwise people choose."),
    )

    field_order = ("regularity", "weekdays", "interval", "position", "month_weekday", "recurrences")

    def clean_interval(self) -> int:
        """Read an empty field as every week."""
        return self.cleaned_data["interval"] or 1

    def clean(self) -> dict[str, Any]:
        """Make the rule from the choice that was made, and hold it to what the agenda can hold."""
        data = super().clean()
        if data.get("regularity") == WEEKLY and not data.get("weekdays") and "weekdays" not in self.errors:
            self.add_error("weekdays", _("Tick at least one day."))
        self._check_zone(data)
        if not self.errors:
            self._clean_rule(data)
        return data

    def _check_zone(self, data: dict[str, Any]) -> None:
        """Ask for the zone when the place cannot tell it: else the holidays would be left in, unsaid."""
        place = data.get("place")
        by_place = data.get("skip_school_holidays") and (data.get("zone") or BY_PLACE) == BY_PLACE
        if by_place and not (place and zone_of(place.department)):
            self.add_error("zone", _("Choose a zone: the place of these dates does not tell it."))

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

    until = DayField(label=_("New last day"))
