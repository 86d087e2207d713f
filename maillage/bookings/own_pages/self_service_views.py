"""Find one's registration, change it, move it to another date: without an account, without JavaScript."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.bookings.conf import get_conf
from maillage.bookings.errors import AlreadyCancelled, BookingError, SeatsError, SessionOver
from maillage.bookings.forms import RegistrationForm
from maillage.bookings.forms.errors import AnswerRefused
from maillage.bookings.limits import MOST_FILES, check_limits, too_many_message
from maillage.bookings.models import BookablePageMixin, Registration, Session
from maillage.bookings.services import change_registration, move_registration
from maillage.bookings.services.answers import initial_answers, prepare_files
from maillage.privacy.throttle import TooManyRequests
from maillage.web.form_protection import BoundedFormMixin

from .choices import may_change, other_dates
from .finding import check_find_limits, find_registration
from .forms import FindForm, MoveForm
from .links import registration_from_token, registration_path
from .views import PersonalView


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

    def _form(self, registration: Registration, data: Any = None) -> MoveForm:
        return MoveForm(data, others=other_dates(registration, timezone.now()))

    def _draw(
        self, request: HttpRequest, registration: Registration, form: MoveForm, status: int = 200
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
