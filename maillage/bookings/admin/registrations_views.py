"""Who comes to a date: the list, a person added by hand, cancelled, or taken off the waiting list."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..errors import BookingError, SessionFull
from ..forms import RegistrationForm
from ..models import BookablePageMixin, Registration, RegistrationSource, Session
from ..services import cancel_registration, change_capacity, promote, register_from_form
from ..words import date_words, hours_words
from .registration_forms import CapacityForm, PromotionForm, speak_to_the_team


class SessionScreen(PermissionRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """A screen about one date, for the team of the organisation that owns it; 404 for any other."""

    permission_required = "bookings.change_registration"
    header_icon = "calendar-alt"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the date among those that the user may see."""
        super().setup(request, *args, **kwargs)
        mine = Session.objects.for_user(request.user).for_cards()
        self.session = get_object_or_404(mine, public_id=kwargs["public_id"])

    def handle_no_permission(self) -> Any:
        """Answer 403, as Wagtail's own views do for someone who is signed in."""
        raise PermissionDenied

    def get_page_subtitle(self) -> str:
        """Name the date under the title."""
        return _("%(title)s, %(date)s") % {
            "title": self.session.page.title,
            "date": _date_in_words(self.session),
        }

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the dates of the page, then to the people of this one."""
        dates = reverse("bookings_dates", args=[self.session.page_id])
        return [
            *self.breadcrumbs_items,
            {"url": dates, "label": self.session.page.title},
            {"url": self.list_url, "label": _date_in_words(self.session)},
        ]

    @property
    def list_url(self) -> str:
        """The address of the list of this date's registrations."""
        return reverse("bookings_registrations", args=[self.session.public_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the date."""
        return super().get_context_data(session=self.session, list_url=self.list_url, **kwargs)


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


class OneRegistrationScreen(SessionScreen):
    """A question about one person of the date, answered by a button."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the person among those of this date that the user may see."""
        super().setup(request, *args, **kwargs)
        mine = Registration.objects.for_user(request.user).of_session(self.session)
        self.registration = get_object_or_404(mine, public_id=kwargs["registration_id"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the person."""
        return super().get_context_data(registration=self.registration, **kwargs)


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


def _date_in_words(session: Session) -> str:
    return f"{date_words(session.local_start)}, {hours_words(session.local_start, session.local_end)}"


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
