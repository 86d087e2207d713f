"""What editors fill in for one date: added, changed, cancelled, postponed."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maillage.bookings.errors import EndBeforeBeginning
from maillage.bookings.recurrence import to_utc
from maillage.places.models import Place

from .leaders import LeadersField

if TYPE_CHECKING:
    from maillage.bookings.models import Session

LARGEST_CAPACITY = 10_000
FIRST_YEAR, LAST_YEAR = 2000, 2200


def _messages(sentence: Any) -> dict[str, Any]:
    """Say the same sentence for what is missing and for what cannot be read."""
    return {"required": sentence, "invalid": sentence}


def _to_the_minute(moment: datetime | None) -> datetime | None:
    return moment and moment.replace(second=0, microsecond=0)


class DayInput(forms.DateInput):
    """The browser's own calendar: it speaks the reader's language and needs no script."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class HourInput(forms.TimeInput):
    """The browser's own clock."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class MomentField(forms.DateTimeField):
    """A day and an hour on the editor's clock, in the browser's own calendar; empty when nothing is typed."""

    default_error_messages = _messages(_("Choose a day and an hour."))

    def __init__(self, **kwargs: Any) -> None:
        picker = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
        super().__init__(required=False, widget=picker, **kwargs)

    def clean(self, value: Any) -> datetime | None:
        """Refuse the years that cannot be meant."""
        moment = super().clean(value)
        if moment is not None and not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise forms.ValidationError(_("Check the year."), code="year")
        return moment


class DayField(forms.DateField):
    """A day of this century or the next: what a slip of the finger gives beyond is refused."""

    widget = DayInput
    default_error_messages = _messages(_("Choose a day in the calendar."))

    def clean(self, value: Any) -> date | None:
        """Refuse the years that cannot be meant."""
        day = super().clean(value)
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(_("Check the year."), code="year")
        return day


class HoursForm(forms.Form):
    """From when to when, on the clock of the place."""

    start_time = forms.TimeField(
        label=pgettext_lazy("question to an editor", "Begins at"),
        widget=HourInput,
        error_messages=_messages(_("Type the hour, for example 18:30.")),
    )
    end_time = forms.TimeField(
        label=_("Ends at"), widget=HourInput, error_messages=_messages(_("Type the hour, for example 20:00."))
    )

    def clean(self) -> dict[str, Any]:
        """Hold the end after the beginning."""
        data = super().clean() or {}
        start, end = data.get("start_time"), data.get("end_time")
        if start and end and end <= start:
            self.add_error("end_time", str(EndBeforeBeginning()))
        return data


class DateForm(HoursForm):
    """One date to add."""

    day = DayField(label=_("Day"))
    place = forms.ModelChoiceField(
        Place.objects.none(),
        label=_("Place"),
        required=False,
        empty_label=_("The place is not known yet"),
    )
    capacity = forms.IntegerField(
        label=_("Seats"),
        required=False,
        min_value=1,
        max_value=LARGEST_CAPACITY,
        help_text=_("For example: 8. Leave empty to take as many as come."),
    )
    room = forms.CharField(
        label=_("Room"),
        required=False,
        max_length=60,
        help_text=_("When two dates take place at the same hour. For example: upstairs."),
    )
    slot_minutes = forms.IntegerField(
        label=_("Appointments of how many minutes?"),
        required=False,
        min_value=5,
        max_value=240,
        help_text=_(
            "For example: 30. Each person then chooses an hour. Empty: everybody comes at the start."
        ),
    )
    leaders = LeadersField()

    field_order = ("day", "start_time", "end_time", "place", "room", "capacity", "slot_minutes", "leaders")

    def __init__(self, *args: Any, user: Any, usual_place: Place | None = None, **kwargs: Any) -> None:
        """Offer the places that `user` may choose, and the one that is there already."""
        super().__init__(*args, **kwargs)
        offered = Place.objects.choosable_by(user)
        if usual_place is not None:
            offered = offered | Place.objects.filter(pk=usual_place.pk)
        self.fields["place"].queryset = offered  # type: ignore[attr-defined]

    @property
    def asks_more(self) -> bool:
        """Whether one of the folded fields is used, or in error."""
        folded = [self[name] for name in ("room", "slot_minutes", "leaders") if name in self.fields]
        return any(field.value() or field.errors for field in folded)

    def instant(self, name: str, zone: ZoneInfo) -> datetime:
        """Return the start or the end (`name`) of a valid form as an aware instant, in UTC."""
        clock: time = self.cleaned_data[name]
        return to_utc(datetime.combine(self.cleaned_data["day"], clock), zone)


class MoveDateForm(DateForm):
    """Other hours, another place or another number of seats for one date."""

    slot_minutes = None
    opens_at = MomentField(label=_("Registration opens on"), help_text=_("Empty: as on the other dates."))
    closes_at = MomentField(label=_("Registration closes on"), help_text=_("Empty: as on the other dates."))
    reason = forms.CharField(
        label=_("What you want to say to people"),
        required=False,
        max_length=200,
        help_text=_("It is written in the e-mail and on the site. For example: the hall is being painted."),
    )

    field_order = ("day", "start_time", "end_time", "place", "room", "capacity", "leaders", "reason")

    def clean(self) -> dict[str, Any]:
        """Hold the closing of registration after its opening."""
        data = super().clean()
        opens_at, closes_at = data.get("opens_at"), data.get("closes_at")
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error("closes_at", _("Registration must close after it opens."))
        return data

    def new_registration_hours(self, session: Session) -> dict[str, datetime | None]:
        """Return the opening and the closing that the editor typed: those that are no longer the date's."""
        shown = {name: _to_the_minute(getattr(session, name)) for name in ("opens_at", "closes_at")}
        return {name: self.cleaned_data[name] for name in shown if self.cleaned_data[name] != shown[name]}

    @property
    def asks_hours_of_registration(self) -> bool:
        """Whether the opening or the closing is used, or in error."""
        return any(self[name].value() or self[name].errors for name in ("opens_at", "closes_at"))

    @staticmethod
    def initial_of(session: Session) -> dict[str, Any]:
        """Return what the form shows at first: the date as it is."""
        return {
            "day": session.local_start.date(),
            "start_time": session.local_start.time(),
            "end_time": session.local_end.time(),
            "place": session.place_id,
            "room": session.room,
            "capacity": session.capacity,
            "opens_at": session.opens_at,
            "closes_at": session.closes_at,
            "leaders": LeadersField.in_words(session.facilitators.all()),
        }


class CancelDateForm(forms.Form):
    """Why a date will not take place."""

    reason = forms.CharField(
        label=_("Why?"),
        max_length=200,
        error_messages={"required": _("Write a few words: people want to know why.")},
        help_text=_("It is written in the e-mail and on the site. For example: the facilitator is ill."),
    )


class PostponeDateForm(CancelDateForm):
    """Why a date waits for another day."""

    reason = forms.CharField(
        label=_("Why?"),
        max_length=200,
        error_messages={"required": _("Write a few words: people want to know why.")},
        help_text=_("It is written in the e-mail and on the site. For example: the hall has no heating."),
    )
