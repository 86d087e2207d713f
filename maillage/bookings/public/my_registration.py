"""A person's own pages: found by a reference, opened by a signed link, without an account."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.bookings.calendars.ical import session_calendar
from maillage.bookings.codes import REFERENCE_LENGTH
from maillage.bookings.conf import get_conf
from maillage.bookings.errors import (
    AlreadyCancelled,
    AnswerRefused,
    BookingError,
    SeatsError,
    SessionOver,
    WasPresent,
)
from maillage.bookings.formats import format_date, format_hour, format_hours
from maillage.bookings.forms import RegistrationForm
from maillage.bookings.limits import MOST_FILES, check_limits, too_many_message
from maillage.bookings.links import (
    LinkOpensNothing,
    registration_from_token,
    registration_path,
    registration_token,
)
from maillage.bookings.messages import answer_before
from maillage.bookings.models import BookablePageMixin, Registration, Session
from maillage.bookings.rules import as_lived_by, why_closed
from maillage.bookings.services import (
    accept_offer,
    cancel_registration,
    change_registration,
    come_back,
    decline_offer,
    free_slots,
    move_registration,
    stay_together,
)
from maillage.bookings.services.answers import initial_answers, prepare_files
from maillage.bookings.services.changes import dates_to_give_back
from maillage.privacy.throttle import TooManyRequests, check
from maillage.web.form_protection import BoundedFormMixin

# A longer list of dates would help nobody choose.
MOST_DATES = 30


@dataclass(frozen=True, slots=True)
class OtherDate:
    """A date that a registration may move to, and its hour (aware) when it is cut into appointments."""

    session: Session
    slot: datetime | None = None

    @property
    def value(self) -> str:
        """What the form sends for it."""
        return (
            f"{self.session.public_id}@{self.slot.timestamp():.0f}" if self.slot else self.session.public_id
        )

    @property
    def words(self) -> str:
        """The day and the hour, on the clock of the place."""
        session = self.session
        day = format_date(session.local_start)
        if self.slot:
            return f"{day}, {format_hour(self.slot.astimezone(session.zone))}"
        return f"{day}, {format_hours(session.local_start, session.local_end)}"


def may_change(registration: Registration, now: datetime) -> bool:
    """Tell whether the person can still change something at `now` (aware): a date has not begun."""
    if registration.is_cancelled:
        return False
    return Session.objects.scheduled().filter(registrations=registration, start__gt=now).exists()


def dates_that_would_leave(registration: Registration, now: datetime) -> list[Session]:
    """Return the dates that cancelling would give back at `now` (aware); none when it would be refused."""
    if registration.is_cancelled or registration.has_left_cycle:
        return []
    mine = list(registration.sessions.all())
    try:
        return dates_to_give_back(registration, mine, now) if registration.seats_held else mine
    except WasPresent:
        return []


def other_dates(registration: Registration, now: datetime) -> list[OtherDate]:
    """Return the dates of the same page that are open and have room at `now` (aware), nobody waiting there.

    Empty for a cycle, which is booked whole.
    """
    if registration.series_id is not None or not may_change(registration, now):
        return []
    mine = registration.dates.values("session")
    same_page = Session.objects.public().scheduled().upcoming(now).with_seats_left().filter(waiting_count=0)
    # Another hour of the same date is a choice too, where it is cut into appointments.
    others = same_page.filter(page__sessions__in=mine).exclude(pk__in=mine, slot_minutes=None)
    rows = others.for_cards().distinct()[:MOST_DATES]
    return [
        choice for session in rows if _takes(session, registration.seats) for choice in _hours(session, now)
    ]


def _takes(session: Session, seats: int) -> bool:
    page = session.page
    if not isinstance(page, BookablePageMixin) or why_closed(session, page) is not None:
        return False
    if session.series is not None and session.series.as_cycle:
        return False
    return session.seats_left is None or session.seats_left >= seats


def _hours(session: Session, now: datetime) -> list[OtherDate]:
    if session.slot_minutes is None:
        return [OtherDate(session)]
    return [OtherDate(session, slot) for slot in free_slots(session, now=now)]


HOUR = timedelta(hours=1)
PHONE_DIGITS = 4
_NOT_A_SIGN = re.compile(r"[^0-9A-Z]")
_NOT_A_DIGIT = re.compile(r"\D", re.ASCII)


def read_reference(typed: str) -> str:
    """Return a reference as it is kept, from what somebody types: « k7pm 4qxt » gives « K7PM4QXT »."""
    return _NOT_A_SIGN.sub("", typed.upper())[:REFERENCE_LENGTH]


def check_find_limits(request: HttpRequest, reference: str) -> None:
    """Count this attempt by address and by reference; raises TooManyRequests beyond the limits.

    Counted for references that exist and for others alike, before anything is looked up.
    """
    conf = get_conf()
    check("find.address", request.META.get("REMOTE_ADDR", ""), conf["FINDS_PER_ADDRESS_PER_HOUR"], HOUR)
    check("find.reference", reference, conf["FINDS_PER_REFERENCE_PER_HOUR"], HOUR)


def find_registration(reference: str, proof: str) -> Registration | None:
    """Return the registration of a kept `reference` when `proof` is its phone's end or its e-mail address.

    A reference that does not exist costs the same query and the same comparisons as one that does.
    """
    found = Registration.objects.filter(reference=reference, anonymized_at=None).first()
    kept = found or Registration()
    by_email = constant_time_compare(kept.email.casefold(), proof.strip().casefold())
    digits = "" if "@" in proof else _NOT_A_DIGIT.sub("", proof)[-PHONE_DIGITS:]
    by_phone = constant_time_compare(kept.phone[-PHONE_DIGITS:], digits)
    proven = (by_email and kept.email != "") or (by_phone and len(digits) == PHONE_DIGITS)
    return found if proven else None


class FindForm(forms.Form):
    """The reference that was read aloud, and something that the person knows."""

    reference = forms.CharField(
        label=gettext_lazy("Your reference"),
        max_length=20,
        help_text=gettext_lazy("Eight letters and numbers, for example K7PM 4QXT."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": gettext_lazy("Type your reference.")},
    )
    proof = forms.CharField(
        label=gettext_lazy("The last four digits of your phone, or your e-mail address"),
        max_length=254,
        help_text=gettext_lazy("Those that you gave when you registered. For example: 1234."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Type four digits, or your e-mail address.")},
    )

    def clean_reference(self) -> str:
        """Return the reference as it is kept, or raise when it has not eight signs."""
        reference = read_reference(self.cleaned_data["reference"])
        if len(reference) != REFERENCE_LENGTH:
            raise ValidationError(gettext_lazy("A reference has eight letters and numbers."), code="invalid")
        return reference


class MoveOwnForm(forms.Form):
    """One of the dates that have room; `cleaned_data["date"]` is an OtherDate."""

    date = forms.ChoiceField(
        label=gettext_lazy("The new date"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose a date."),
            "invalid_choice": gettext_lazy("This date is no longer free. Choose another one."),
        },
    )

    def __init__(self, data: Any = None, *, others: list[OtherDate]) -> None:
        super().__init__(data)
        self.others = {other.value: other for other in others}
        self.fields["date"].choices = [(value, other.words) for value, other in self.others.items()]  # type: ignore[attr-defined]

    def clean_date(self) -> OtherDate:
        """Return the date that was chosen."""
        return self.others[self.cleaned_data["date"]]


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


class OfferView(PersonalView):
    """One of the answers. GET shows the offer; only POST answers, because mail scanners follow links."""

    answer: ClassVar[Callable[..., Any]]

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show what is kept and until when; an offer that is over shows how the registration stands."""
        registration = registration_from_token(token)
        if registration.is_offered and not registration.is_overdue(timezone.now()):
            return self.show(request, "bookings/offer.html", registration)
        return self.show_own_page(request, registration)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Answer; one that comes twice, or too late, changes nothing and is told so."""
        registration = registration_from_token(token)
        try:
            self.give_answer(registration, request)
        except BookingError as problem:
            if self.is_done(registration):
                return redirect(registration_path(registration))
            return self.show_own_page(request, registration, problem)
        return redirect(registration_path(registration))

    def give_answer(self, registration: Registration, request: HttpRequest) -> None:
        """Do what was answered; raises a BookingError."""
        type(self).answer(registration)

    def is_done(self, registration: Registration) -> bool:
        """Whether what the person wants is true already: a second click."""
        return False


class AcceptOfferView(OfferView):
    """« Yes, I come »."""

    def give_answer(self, registration: Registration, request: HttpRequest) -> None:
        """Accept the seats that the page showed."""
        shown = request.POST.get("seats", "")
        accept_offer(registration, seats=int(shown) if shown.isascii() and shown.isdecimal() else None)

    def is_done(self, registration: Registration) -> bool:
        """Whether the person is registered."""
        return registration.status == "confirmed"


class DeclineOfferView(OfferView):
    """« No, I do not come »."""

    answer = staticmethod(decline_offer)

    def is_done(self, registration: Registration) -> bool:
        """Whether the person has left, by themselves."""
        return registration.is_cancelled and not registration.has_let_offer_end


class StayTogetherView(OfferView):
    """« We prefer to come all together »."""

    answer = staticmethod(stay_together)

    def is_done(self, registration: Registration) -> bool:
        """Whether the group waits again."""
        return registration.is_waiting and registration.stays_whole


class ComeBackView(OfferView):
    """Back to the end of the list, after an offer that nobody answered."""

    answer = staticmethod(come_back)

    def is_done(self, registration: Registration) -> bool:
        """Whether the person waits, or has a seat again."""
        return not registration.is_cancelled and not registration.is_overdue(timezone.now())


class FindView(BoundedFormMixin):
    """« Find my registration »: the reference, with the end of the phone number or the e-mail address."""

    template_name = "bookings/find_registration.html"
    refused_template_name = "bookings/refused.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the empty form."""
        return self._show(request, FindForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Lead to the person's own page, or say one same sentence whatever was wrong."""
        form = FindForm(request.POST)
        if not form.is_valid():
            return self._show(request, form, status=422)
        try:
            check_find_limits(request, form.cleaned_data["reference"])
        except TooManyRequests as limit:
            message = _("Too many tries. Wait an hour, or call the organisation.")
            return self.slow_down(request, limit, message)
        found = find_registration(**form.cleaned_data)
        if found is None:
            form.add_error(None, _("We find no registration with these two. Check them, or call us."))
            return self._show(request, form, status=422)
        return redirect(registration_path(found))

    def _show(self, request: HttpRequest, form: FindForm, status: int = 200) -> HttpResponse:
        response = render(request, self.template_name, {"form": form}, status=status)
        response["Cache-Control"] = "no-store, private"
        return response


class ChangeView(PersonalView):
    """The person's own form, filled in: name, contact, answers, number of seats."""

    def files_of_the_form(self) -> tuple[int, int]:
        """Return what the answers of a page may be made of."""
        return MOST_FILES, get_conf()["LARGEST_FILE"]

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show what was answered."""
        registration = registration_from_token(token)
        if not may_change(registration, timezone.now()):
            return self.show_own_page(request, registration, _why_not(registration))
        return self._draw(request, registration, _form(registration))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Write it all, or nothing; leads back to the person's page, at its new link."""
        registration = registration_from_token(token)
        form = _form(registration, request.POST, request.FILES)
        if not form.is_valid():
            return self._draw(request, registration, form, status=422)
        try:
            check_limits(request, form.cleaned_data)
            prepare_files(form)
            change_registration(registration, form)
        except TooManyRequests as limit:
            return self.slow_down(request, limit, too_many_message())
        except (AnswerRefused, SeatsError) as refusal:
            form.add_error(getattr(refusal, "field", "seats"), str(refusal))
            return self._draw(request, registration_from_token(token), form, status=422)
        except BookingError as problem:
            return self.show_own_page(request, registration_from_token(token), problem)
        return redirect(registration_path(registration))

    def _draw(
        self, request: HttpRequest, registration: Registration, form: RegistrationForm, status: int = 200
    ) -> HttpResponse:
        return self.show(request, "bookings/registration_change.html", registration, status=status, form=form)


class MoveView(PersonalView):
    """Another date of the same page, among those that have room."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show the dates to choose from."""
        registration = registration_from_token(token)
        return self._draw(request, registration, self._form(registration))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Move to the chosen date, or say why not and change nothing."""
        registration = registration_from_token(token)
        form = self._form(registration, request.POST)
        if not form.is_valid():
            return self._draw(request, registration, form, status=422)
        chosen = form.cleaned_data["date"]
        try:
            move_registration(registration, chosen.session, slot=chosen.slot)
        except BookingError as problem:
            return self.show_own_page(request, registration_from_token(token), problem)
        return redirect(registration_path(registration))

    def _form(self, registration: Registration, data: Any = None) -> MoveOwnForm:
        return MoveOwnForm(data, others=other_dates(registration, timezone.now()))

    def _draw(
        self, request: HttpRequest, registration: Registration, form: MoveOwnForm, status: int = 200
    ) -> HttpResponse:
        return self.show(request, "bookings/registration_move.html", registration, status=status, form=form)


def _form(registration: Registration, data: Any = None, files: Any = None) -> RegistrationForm:
    """Return the page's own form about `registration`, filled in with what is kept."""
    session = Session.objects.for_cards().filter(registrations=registration).order_by("start")[0]
    page = session.page
    if not isinstance(page, BookablePageMixin):
        raise Http404
    form_class = page.get_registration_form_class()
    initial = {
        **registration.answers,
        **initial_answers(registration),
        **page.registration_initial(registration),
    }
    form = form_class(data, files, session=session, page=page, initial=initial)
    # The hour is changed with the date; a file that was sent stays unless another is.
    form.fields.pop("slot", None)
    for question in form.questions:
        if question.kind == "file" and question.id in initial:
            form.fields[question.id].required = False
    return form


def _why_not(registration: Registration) -> BookingError:
    return AlreadyCancelled() if registration.is_cancelled else SessionOver()
