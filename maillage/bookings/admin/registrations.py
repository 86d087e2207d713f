"""Who comes to a date: the list, one person of it, the file that came with an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.validators import MinValueValidator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from maillage.bookings.admin.screens import OneRegistrationScreen, SessionScreen
from maillage.bookings.errors import BookingError, DateHasBegun, SessionFull
from maillage.bookings.formats import format_seats, format_session
from maillage.bookings.models import AnswerFile, Registration, Session
from maillage.bookings.services import cancel_registration, change_capacity, promote
from maillage.bookings.services.changes import merge_registrations, move_registration
from maillage.privacy.access import record_access
from maillage.privacy.contacts import display_phone

if TYPE_CHECKING:
    from django.http import HttpResponseBase


class CapacityForm(forms.Form):
    """How many seats a date has."""

    capacity = forms.IntegerField(
        label=gettext_lazy("Seats"),
        required=False,
        max_value=32_767,
        validators=[MinValueValidator(1)],
        help_text=gettext_lazy("For example: 12. Empty: as many as come."),
    )

    def __init__(self, data: Any = None, *, session: Session, **kwargs: Any) -> None:
        super().__init__(data, initial={"capacity": session.capacity}, **kwargs)


class PromotionForm(forms.Form):
    """Whether a full date may grow for the person who is taken out of turn."""

    add_seats = forms.BooleanField(
        label=gettext_lazy("Add the missing seats to this date"),
        required=False,
        help_text=gettext_lazy("Tick it when the date is full: there is then one seat more for this person."),
    )


class MergeForm(forms.Form):
    """The other registration of the same person."""

    other = forms.ChoiceField(
        label=gettext_lazy("Which one is the same person?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose one."),
            "invalid_choice": gettext_lazy("Choose one."),
        },
    )

    def __init__(self, data: Any = None, *, others: list[Registration], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.others = {str(one.public_id): one for one in others}
        choices = [(key, _who(one)) for key, one in self.others.items()]
        self.fields["other"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Registration:
        """The registration that was chosen in a valid form."""
        return self.others[self.cleaned_data["other"]]


class MovePersonForm(forms.Form):
    """Another date of the same page."""

    target = forms.ChoiceField(
        label=gettext_lazy("Which date?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose a date."),
            "invalid_choice": gettext_lazy("Choose a date."),
        },
    )

    def __init__(self, data: Any = None, *, dates: list[Session], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.dates = {date.public_id: date for date in dates}
        choices = [(key, _when(date)) for key, date in self.dates.items()]
        self.fields["target"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Session:
        """The date that was chosen in a valid form."""
        return self.dates[self.cleaned_data["target"]]


def _who(one: Registration) -> str:
    contact = ", ".join(filter(None, [one.phone, one.email]))
    return " · ".join(filter(None, [one.name, contact, one.spoken_reference, str(one.get_status_display())]))


def _when(date: Session) -> str:
    return " – ".join(filter(None, [format_session(date), format_seats(date)]))


class RegistrationListView(SessionScreen):
    """Everybody who is registered, who waits, who has cancelled."""

    template_name = "bookings/admin/registrations.html"
    page_title = gettext_lazy("Registrations")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the people by what their registration is worth, and write down who saw them."""
        rows = list(Registration.objects.for_user(self.request.user).of_session(self.session))
        record_access(
            self.request.user,
            what="bookings.registrations",
            reference=self.session.public_id,
            rows=len(rows),
        )
        return super().get_context_data(
            confirmed=[row for row in rows if row.status == "confirmed"],
            offered=[row for row in rows if row.is_offered],
            waiting=[row for row in rows if row.is_waiting],
            cancelled=[row for row in rows if row.is_cancelled],
            capacity_form=kwargs.pop("capacity_form", CapacityForm(session=self.session)),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Change the number of seats; the waiting list moves up at once."""
        form = CapacityForm(request.POST, session=self.session)
        if form.is_valid():
            try:
                moved_up = change_capacity(self.session, form.cleaned_data["capacity"])
            except BookingError as refusal:
                form.add_error("capacity", str(refusal))
            else:
                messages.success(request, _seats_changed(moved_up))
                return redirect(self.list_url)
        return self.render_to_response(self.get_context_data(capacity_form=form), status=422)


class CancelPersonView(OneRegistrationScreen):
    """Cancel a registration for somebody who called."""

    template_name = "bookings/admin/registration_cancel.html"
    page_title = gettext_lazy("Cancel a registration")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Cancel; the seat goes to whoever waits."""
        try:
            moved_up = cancel_registration(self.registration)
        except BookingError as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _cancelled(moved_up))
        return redirect(self.list_url)


class PromoteView(OneRegistrationScreen):
    """Give a seat to somebody who waits."""

    template_name = "bookings/admin/registration_promote.html"
    page_title = gettext_lazy("Take off the waiting list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the question whether the date may grow."""
        kwargs.setdefault("form", PromotionForm())
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Confirm the person; a full date asks whether it may grow."""
        form = PromotionForm(request.POST)
        form.is_valid()
        try:
            promote(self.registration, add_seats=form.cleaned_data["add_seats"])
        except SessionFull as refusal:
            advice = _("Tick the box to add what is missing.")
            form.add_error("add_seats", f"{refusal} {advice}")
            return self.render_to_response(self.get_context_data(form=form), status=422)
        except DateHasBegun as refusal:
            advice = _("If they are there, write them down under “Who is here”.")
            form.add_error(None, f"{refusal} {advice}")
            return self.render_to_response(self.get_context_data(form=form), status=422)
        except BookingError as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form), status=422)
        messages.success(request, _("%(name)s is registered.") % {"name": self.registration.name})
        return redirect(self.list_url)


def _seats_changed(moved_up: list[Registration]) -> str:
    return " ".join(filter(None, [_("The number of seats is changed."), told_to(moved_up)]))


def _cancelled(moved_up: list[Registration]) -> str:
    return " ".join(filter(None, [_("The registration is cancelled."), told_to(moved_up)]))


def told_to(served: list[Registration]) -> str:
    """Name those who got or are offered a seat, and whom the team must call: they have no e-mail."""
    sentences = []
    for registration in served:
        if registration.is_offered:
            by_mail = _("%(name)s is asked by e-mail whether they take the seat.")
            by_phone = _("A seat is kept for %(name)s: please call %(phone)s and ask.")
        else:
            by_mail = _("%(name)s gets a seat and an e-mail.")
            by_phone = _("%(name)s gets a seat: please call %(phone)s.")
        sentence = by_mail if registration.email else by_phone
        sentences.append(sentence % {"name": registration.name, "phone": display_phone(registration.phone)})
    return " ".join(sentences)


MOST_DATES = 60


class PersonScreen(OneRegistrationScreen):
    """A choice about one person, written by `act()`."""

    def form(self, data: Any = None) -> forms.Form:
        """Return the form of the choice."""
        raise NotImplementedError

    def act(self, form: Any) -> str:
        """Do what was chosen and return the sentence that says it; raises BookingError."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the choice."""
        kwargs.setdefault("form", self.form())
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it, or say what stands in the way."""
        form = self.form(request.POST)
        if form.is_valid():
            try:
                sentence = self.act(form)
            except BookingError as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, sentence)
                return redirect(self.list_url)
        return self.render_to_response(self.get_context_data(form=form), status=422)


class MergeView(PersonScreen):
    """Two lines of the list that are one person."""

    template_name = "bookings/admin/registration_merge.html"
    page_title = gettext_lazy("The same person twice")

    def form(self, data: Any = None) -> MergeForm:
        """Offer the others of this date, those with the same name or contact first."""
        mine = Registration.objects.for_user(self.request.user).of_session(self.session).active()
        others = mine.exclude(pk=self.registration.pk)
        return MergeForm(data, others=sorted(others, key=self._likeness))

    def act(self, form: MergeForm) -> str:
        """Merge the two."""
        kept, served = merge_registrations(self.registration, form.chosen, user=self.request.user)
        done = _("One registration is left for %(name)s, with the reference %(reference)s.")
        words = done % {"name": kept.name, "reference": kept.spoken_reference}
        return " ".join(filter(None, [words, told_to(served)]))

    def _likeness(self, other: Registration) -> tuple[bool, str]:
        this = self.registration
        same = (
            other.name.casefold() == this.name.casefold()
            or (this.phone and other.phone == this.phone)
            or (this.email and other.email.casefold() == this.email.casefold())
        )
        return not same, other.name


class MovePersonView(PersonScreen):
    """Somebody who comes on another date of the same page."""

    template_name = "bookings/admin/registration_move.html"
    page_title = gettext_lazy("Move to another date")

    def form(self, data: Any = None) -> MovePersonForm:
        """Offer the dates to come of the page."""
        coming = Session.objects.for_team(self.request.user).scheduled().upcoming()
        others = coming.filter(page=self.session.page_id).exclude(pk=self.session.pk)
        return MovePersonForm(data, dates=list(others[:MOST_DATES]))

    def act(self, form: MovePersonForm) -> str:
        """Move the person; who waited gets the seat."""
        served = move_registration(self.registration, form.chosen, by_team=True)
        words = _("%(name)s now comes on %(date)s.") % {
            "name": self.registration.name,
            "date": format_session(form.chosen),
        }
        return " ".join(filter(None, [words, told_to(served)]))

    @property
    def list_url(self) -> str:
        """The list of the date that the person leaves."""
        return reverse("bookings_registrations", args=[self.session.public_id])


def download_file(request: HttpRequest, token: UUID) -> HttpResponseBase:
    """Send the file to be saved, never shown by the browser, and write who took it."""
    if not request.user.has_perm("bookings.change_registration"):
        raise PermissionDenied
    mine = Registration.objects.for_user(request.user)
    kept = AnswerFile.objects.filter(answer__registration__in=mine).select_related("answer__registration")
    found = get_object_or_404(kept, token=token)
    try:
        content = found.file.open()
    except FileNotFoundError as error:
        raise Http404 from error
    record_access(
        request.user,
        what="bookings.file",
        reference=found.answer.registration.reference,
        rows=1,
        exported=True,
    )
    response = FileResponse(content, as_attachment=True, filename=found.original_name)
    response["Content-Type"] = "application/octet-stream"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    return response
