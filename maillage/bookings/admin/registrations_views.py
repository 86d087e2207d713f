"""Who comes to a date: the list, a person added by hand, cancelled, or taken off the waiting list."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from ..errors import BookingError, SessionFull
from ..forms import RegistrationForm
from ..models import BookablePageMixin, Registration, RegistrationSource
from ..services import cancel_registration, change_capacity, promote, register_from_form
from .registration_forms import CapacityForm, PromotionForm, speak_to_the_team
from .session_screen import OneRegistrationScreen, SessionScreen


class RegistrationListView(SessionScreen):
    """Everybody who is registered, who waits, who has cancelled."""

    template_name = "bookings/admin/registrations.html"
    page_title = gettext_lazy("Registrations")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the people by what their registration is worth, in one query."""
        rows = list(Registration.objects.for_user(self.request.user).of_session(self.session))
        return super().get_context_data(
            confirmed=[row for row in rows if row.status == "confirmed"],
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


class AddRegistrationView(SessionScreen):
    """A person who called, or who stands at the counter."""

    template_name = "bookings/admin/registration_add.html"
    page_title = gettext_lazy("Register somebody")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the page whose form is asked."""
        super().setup(request, *args, **kwargs)
        page = self.session.page.specific
        if not isinstance(page, BookablePageMixin):
            raise Http404
        self.page = page

    def form(self, data: Any = None) -> RegistrationForm:
        """Return the page's form; the team may leave out phone and e-mail."""
        form_class = self.page.get_registration_form_class()
        form = form_class(data, session=self.session, page=self.page, contact_required=False)
        speak_to_the_team(form)
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form, and a key that makes a double click one registration."""
        kwargs.setdefault("form", self.form())
        return super().get_context_data(form_key=self.form_key or uuid.uuid4().hex, **kwargs)

    @property
    def form_key(self) -> str:
        """What the form was drawn with: the same on a double click."""
        return self.request.POST.get("form_key", "")[:64]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Register, and say the reference that is read aloud."""
        form = self.form(request.POST)
        if form.is_valid():
            try:
                registration = register_from_form(
                    self.session,
                    form,
                    source=RegistrationSource.STAFF,
                    idempotency_key=form.tied_key(self.form_key),
                )
            except BookingError as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _registered_by_hand(registration))
                return redirect(self.list_url)
        return self.render_to_response(self.get_context_data(form=form), status=422)


class CancelRegistrationView(OneRegistrationScreen):
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
        except BookingError as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form), status=422)
        messages.success(request, _("%(name)s is registered.") % {"name": self.registration.name})
        return redirect(self.list_url)


def _seats_changed(moved_up: list[Registration]) -> str:
    return " ".join(filter(None, [_("The number of seats is changed."), _told_to(moved_up)]))


def _cancelled(moved_up: list[Registration]) -> str:
    return " ".join(filter(None, [_("The registration is cancelled."), _told_to(moved_up)]))


def _told_to(moved_up: list[Registration]) -> str:
    """Name those who got a seat, and whom the team must call because they have no e-mail."""
    sentences = []
    for registration in moved_up:
        if registration.email:
            sentence = _("%(name)s gets a seat and an e-mail.")
        else:
            sentence = _("%(name)s gets a seat: please call %(phone)s.")
        sentences.append(sentence % {"name": registration.name, "phone": registration.phone})
    return " ".join(sentences)


def _registered_by_hand(registration: Registration) -> str:
    if registration.is_waiting:
        sentence = _("%(name)s is on the waiting list. Reference to read aloud: %(reference)s.")
    else:
        sentence = _("%(name)s is registered. Reference to read aloud: %(reference)s.")
    return sentence % {"name": registration.name, "reference": registration.spoken_reference}
