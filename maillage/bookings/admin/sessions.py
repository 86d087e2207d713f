"""« Dates »: those of a page, and one of them added, changed, cancelled or postponed."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from wagtail.admin import messages
from wagtail.log_actions import log

from maillage.bookings.admin.screens import DateScreen, PageScreen
from maillage.bookings.errors import BookingError, EndBeforeBeginning
from maillage.bookings.formats import format_session
from maillage.bookings.models import Session, SessionSeries
from maillage.bookings.querysets import KEEPS_REGISTRATIONS, LEADS_DATES
from maillage.bookings.recurrence import to_utc
from maillage.bookings.services import (
    add_session,
    cancel_session,
    change_capacity,
    delete_session,
    delete_unused_dates,
    move_session,
    postpone_session,
)
from maillage.bookings.services.series import TIMEZONE
from maillage.places.models import Place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.base_user import AbstractBaseUser
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

SEPARATORS = re.compile(r"[\s,;]+")
MOST_LEADERS = 10


class LeadersField(forms.CharField):
    """E-mail addresses of accounts; cleans to the users, in the order of the addresses."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{
                "label": gettext_lazy("Who leads"),
                "required": False,
                "max_length": 1_000,
                "help_text": gettext_lazy(
                    "The e-mail addresses of their accounts, with a comma between them. They see who comes "
                    "to this date, note who is there, and may cancel it."
                ),
                **kwargs,
            }
        )

    def clean(self, value: Any) -> list[AbstractBaseUser]:
        """Find the accounts; raise ValidationError for an address that opens none that may lead."""
        addresses = [part for part in SEPARATORS.split(super().clean(value)) if part]
        if len(addresses) > MOST_LEADERS:
            raise ValidationError(gettext_lazy("Name ten people at most."), code="too_many")
        return [self._find(address) for address in addresses]

    @staticmethod
    def in_words(users: Iterable[AbstractBaseUser]) -> str:
        """Return what the field shows for `users`."""
        return ", ".join(getattr(user, user.get_email_field_name()) for user in users)

    def _find(self, address: str) -> AbstractBaseUser:
        model = get_user_model()
        users = model._default_manager.filter(
            **{f"{model.get_email_field_name()}__iexact": address}, is_active=True
        )
        user = users.first()
        if user is None or not any(map(user.has_perm, (LEADS_DATES, KEEPS_REGISTRATIONS))):
            raise ValidationError(
                gettext_lazy(
                    "No account that may lead a date has the address %(address)s. Invite this person first."
                ),
                code="unknown",
                params={"address": address},
            )
        return user


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

    default_error_messages = _messages(gettext_lazy("Choose a day and an hour."))

    def __init__(self, **kwargs: Any) -> None:
        picker = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
        super().__init__(required=False, widget=picker, **kwargs)

    def clean(self, value: Any) -> datetime | None:
        """Refuse the years that cannot be meant."""
        moment = super().clean(value)
        if moment is not None and not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise forms.ValidationError(gettext_lazy("Check the year."), code="year")
        return moment


class DayField(forms.DateField):
    """A day of this century or the next: what a slip of the finger gives beyond is refused."""

    widget = DayInput
    default_error_messages = _messages(gettext_lazy("Choose a day in the calendar."))

    def clean(self, value: Any) -> date | None:
        """Refuse the years that cannot be meant."""
        day = super().clean(value)
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(gettext_lazy("Check the year."), code="year")
        return day


class HoursForm(forms.Form):
    """From when to when, on the clock of the place."""

    start_time = forms.TimeField(
        label=pgettext_lazy("question to an editor", "Begins at"),
        widget=HourInput,
        error_messages=_messages(gettext_lazy("Type the hour, for example 18:30.")),
    )
    end_time = forms.TimeField(
        label=gettext_lazy("Ends at"),
        widget=HourInput,
        error_messages=_messages(gettext_lazy("Type the hour, for example 20:00.")),
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

    day = DayField(label=gettext_lazy("Day"))
    place = forms.ModelChoiceField(
        Place.objects.none(),
        label=gettext_lazy("Place"),
        required=False,
        empty_label=gettext_lazy("The place is not known yet"),
    )
    capacity = forms.IntegerField(
        label=gettext_lazy("Seats"),
        required=False,
        min_value=1,
        max_value=LARGEST_CAPACITY,
        help_text=gettext_lazy("For example: 8. Leave empty to take as many as come."),
    )
    room = forms.CharField(
        label=gettext_lazy("Room"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("When two dates take place at the same hour. For example: upstairs."),
    )
    slot_minutes = forms.IntegerField(
        label=gettext_lazy("Appointments of how many minutes?"),
        required=False,
        min_value=5,
        max_value=240,
        help_text=gettext_lazy(
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
    opens_at = MomentField(
        label=gettext_lazy("Registration opens on"), help_text=gettext_lazy("Empty: as on the other dates.")
    )
    closes_at = MomentField(
        label=gettext_lazy("Registration closes on"), help_text=gettext_lazy("Empty: as on the other dates.")
    )
    reason = forms.CharField(
        label=gettext_lazy("What you want to say to people"),
        required=False,
        max_length=200,
        help_text=gettext_lazy(
            "It is written in the e-mail and on the site. For example: the hall is being painted."
        ),
    )

    field_order = ("day", "start_time", "end_time", "place", "room", "capacity", "leaders", "reason")

    def clean(self) -> dict[str, Any]:
        """Hold the closing of registration after its opening."""
        data = super().clean()
        opens_at, closes_at = data.get("opens_at"), data.get("closes_at")
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error("closes_at", gettext_lazy("Registration must close after it opens."))
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
        label=gettext_lazy("Why?"),
        max_length=200,
        error_messages={"required": gettext_lazy("Write a few words: people want to know why.")},
        help_text=gettext_lazy(
            "It is written in the e-mail and on the site. For example: the facilitator is ill."
        ),
    )


class PostponeDateForm(CancelDateForm):
    """Why a date waits for another day."""

    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=200,
        error_messages={"required": gettext_lazy("Write a few words: people want to know why.")},
        help_text=gettext_lazy(
            "It is written in the e-mail and on the site. For example: the hall has no heating."
        ),
    )


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
        messages.success(request, _("%(date)s is in the list.") % {"date": format_session(session)})
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


class MoveDateView(DateScreen):
    """Other hours, another place or another number of seats for one date."""

    template_name = "bookings/admin/date_form.html"
    page_title = gettext_lazy("Change this date")

    def form(self, *args: Any, **kwargs: Any) -> MoveDateForm:
        """Return the form with the places that the editor may choose."""
        return MoveDateForm(*args, user=self.request.user, usual_place=self.session.place, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form, filled with the date as it is."""
        kwargs.setdefault("form", self.form(initial=MoveDateForm.initial_of(self.session)))
        label = _("Give it its new day") if self.session.is_postponed else _("Change this date")
        return super().get_context_data(submit_label=label, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Change the date and tell people."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.refuse(form)
        try:
            changed = self._change(form)
        except BookingError as refusal:
            form.add_error(None, str(refusal))
            return self.refuse(form)
        if changed.sequence == self.session.sequence:
            messages.info(request, _("Nothing that people must know has changed."))
        else:
            log(instance=changed.page, action="bookings.move_date", user=request.user)
            messages.success(request, _("The date is now %(date)s.") % {"date": format_session(changed)})
        return redirect(self.dates_url)

    @transaction.atomic
    def _change(self, form: MoveDateForm) -> Session:
        """Write what a valid `form` says, all or nothing, and return the date."""
        data = form.cleaned_data
        changed = move_session(
            self.session,
            start=form.instant("start_time", self.session.zone),
            end=form.instant("end_time", self.session.zone),
            place=data["place"],
            room=data["room"],
            reason=data["reason"],
        )
        if data["capacity"] != self.session.capacity:
            change_capacity(changed, data["capacity"])
        if hours := form.new_registration_hours(self.session):
            # What was typed counts; what was not has moved with the date.
            for name, moment in hours.items():
                setattr(changed, name, moment)
            changed.save(update_fields=list(hours))
        changed.facilitators.set(data["leaders"])
        return changed


class CancelDateView(DateScreen):
    """One date that will not take place, or that was made by mistake."""

    template_name = "bookings/admin/date_cancel.html"
    page_title = gettext_lazy("Cancel this date")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form, and whether the date can leave without a trace."""
        kwargs.setdefault("form", CancelDateForm())
        return super().get_context_data(can_delete=not self.session.registered.exists(), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Cancel and tell people; or delete, when nobody ever registered."""
        deleting = "delete" in request.POST
        form = CancelDateForm(request.POST)
        if not deleting and not form.is_valid():
            return self.refuse(form)
        try:
            if deleting:
                delete_session(self.session)
            else:
                cancel_session(self.session, reason=form.cleaned_data["reason"])
        except BookingError as refusal:
            messages.error(request, str(refusal))
            return redirect(self.dates_url)
        action = "bookings.delete_dates" if deleting else "bookings.cancel_date"
        log(instance=self.session.page, action=action, user=request.user)
        sentence = _("%(date)s is deleted.") if deleting else _("%(date)s is cancelled.")
        messages.success(request, sentence % {"date": format_session(self.session)})
        return redirect(self.dates_url)


class PostponeDateView(DateScreen):
    """One date that waits for another day: people keep their seats."""

    template_name = "bookings/admin/date_postpone.html"
    page_title = gettext_lazy("Postpone this date")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form."""
        kwargs.setdefault("form", PostponeDateForm())
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Postpone the date and tell people."""
        form = PostponeDateForm(request.POST)
        if not form.is_valid():
            return self.refuse(form)
        try:
            postpone_session(self.session, reason=form.cleaned_data["reason"])
        except BookingError as refusal:
            messages.error(request, str(refusal))
            return redirect(self.dates_url)
        log(instance=self.session.page, action="bookings.postpone_date", user=request.user)
        postponed = _("%(date)s is postponed. Give it its new day here when you know it.")
        messages.success(request, postponed % {"date": format_session(self.session)})
        return redirect(self.dates_url)
