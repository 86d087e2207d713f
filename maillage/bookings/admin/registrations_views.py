"""Who comes to a date: the list, a person cancelled, or taken off the waiting list."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from maillage.privacy.access import record_access
from maillage.privacy.contacts import display_phone

from ..errors import BookingError, DateHasBegun, SessionFull
from ..models import Registration
from ..services import cancel_registration, change_capacity, promote
from .registration_forms import CapacityForm, PromotionForm
from .session_screen import OneRegistrationScreen, SessionScreen


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
