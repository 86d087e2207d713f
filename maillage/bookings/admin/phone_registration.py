"""« Inscrire quelqu'un »: the date, the name, the number, then the reference that is read aloud."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from maillage.bookings.admin.screens import OneRegistrationScreen, SessionScreen
from maillage.bookings.errors import BookingError
from maillage.bookings.formats import format_session, format_spelled_reference
from maillage.bookings.forms import RegistrationForm
from maillage.bookings.models import BookablePageMixin, BookingMode, Registration, Session
from maillage.bookings.privacy_notice import notice
from maillage.bookings.querysets import KEEPS_REGISTRATIONS
from maillage.bookings.services.registrations import register_by_hand

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

# In the order in which one asks on the phone.
FIRST = ("name", "phone", "email", "seats")


def speak_to_the_team(form: RegistrationForm) -> None:
    """Change the words of a resident's form for those who fill it in while they listen to somebody."""
    words = {
        "name": (
            gettext_lazy("Name of the person"),
            gettext_lazy("As they say it. For example: Marie Le Goff."),
        ),
        "phone": (
            gettext_lazy("Their phone"),
            gettext_lazy("For example 06 39 98 12 34. To call them if the date changes."),
        ),
        "email": (
            gettext_lazy("Their e-mail address"),
            gettext_lazy("For example claude@maison.example. They receive the confirmation."),
        ),
        "relay_name": (
            gettext_lazy("Name of who is calling for them"),
            gettext_lazy("The phone and the e-mail address are then theirs. For example: Anne, of the CCAS."),
        ),
        "relay_role": (gettext_lazy("Who is this to the person?"), ""),
    }
    for name, (label, help_text) in words.items():
        if name in form.fields:
            form.fields[name].label, form.fields[name].help_text = label, help_text
            form.fields[name].widget.attrs["autocomplete"] = "off"
    last = [name for name in ("relay_name", "relay_role") if name in form.fields]
    asked = [name for name in form.fields if name not in (*FIRST, *last)]
    form.order_fields([*FIRST, *asked, *last])
    form.fields["name"].error_messages["required"] = gettext_lazy("Type the name of the person.")


class ReadAloudForm(forms.Form):
    """Whether the notice and the rules were read to the person, who said yes."""

    read_aloud = forms.BooleanField(
        label=gettext_lazy("I read this aloud, and the person agrees"), required=False
    )


# What fits a screen at first; a search looks through many more.
FIRST_DATES, SEARCHED_DATES = 40, 500


class DeskView(PermissionRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """The next dates of the user's organisations, narrowed by what one types."""

    permission_required = KEEPS_REGISTRATIONS
    template_name = "bookings/admin/desk.html"
    page_title = gettext_lazy("Register somebody")
    header_icon = "user"

    def handle_no_permission(self) -> Any:
        """Answer 403, as Wagtail's own views do for someone who is signed in."""
        raise PermissionDenied

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Name the screen at its top."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the dates that match what was typed."""
        typed = self.request.GET.get("q", "").strip()[:80]
        return super().get_context_data(typed=typed, sessions=self.dates(typed), **kwargs)

    def dates(self, typed: str) -> list[Session]:
        """Return the dates to come, soonest first, that hold every word of `typed`."""
        coming = Session.objects.for_team(self.request.user).scheduled().upcoming().for_cards()
        words = typed.casefold().split()
        found = []
        for session in coming[: SEARCHED_DATES if words else FIRST_DATES]:
            session.words = searchable_text(session)
            if _takes_names(session) and all(word in session.words.casefold() for word in words):
                found.append(session)
        return found[:FIRST_DATES]


class AddRegistrationView(SessionScreen):
    """A person who called, who stands at the counter, or for whom somebody else calls."""

    template_name = "bookings/admin/registration_add.html"
    page_title = gettext_lazy("Register somebody")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the page whose form is asked."""
        super().setup(request, *args, **kwargs)
        page = self.session.page.specific
        if not isinstance(page, BookablePageMixin):
            raise Http404
        self.page = page

    def form(self, data: Any = None, files: Any = None) -> RegistrationForm:
        """Return the page's form; the team may leave out phone and e-mail."""
        form_class = self.page.get_registration_form_class()
        form = form_class(data, files, session=self.session, page=self.page, contact_required=False)
        form.show_what_is_left()
        speak_to_the_team(form)
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the forms, what is read aloud, and a key that makes a double click one registration."""
        form = kwargs.setdefault("form", self.form())
        kwargs.setdefault("aloud_form", ReadAloudForm())
        return super().get_context_data(
            form_key=self.form_key or uuid.uuid4().hex,
            notice=notice(form),
            desk_url=reverse("bookings_desk"),
            **kwargs,
        )

    @property
    def form_key(self) -> str:
        """What the form was drawn with: the same on a double click."""
        return self.request.POST.get("form_key", "")[:64]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Register, and show the reference that is read aloud."""
        form, aloud_form = self.form(request.POST, request.FILES), ReadAloudForm(request.POST)
        aloud_form.is_valid()
        if form.is_valid():
            try:
                registration = register_by_hand(
                    self.session,
                    form,
                    read_aloud_by=request.user if aloud_form.cleaned_data["read_aloud"] else None,
                    idempotency_key=form.tied_key(self.form_key),
                )
            except BookingError as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _registered_by_hand(registration))
                done = [self.session.public_id, registration.public_id]
                return redirect("bookings_registration_done", *done)
        context = self.get_context_data(form=form, aloud_form=aloud_form)
        return self.render_to_response(context, status=422)


class RegistrationDoneView(OneRegistrationScreen):
    """The reference in large letters, to read aloud, and what to say with it."""

    template_name = "bookings/admin/registration_done.html"
    page_title = gettext_lazy("Reference to read aloud")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the reference sign by sign."""
        letters = format_spelled_reference(self.registration.reference)
        return super().get_context_data(letters=letters, desk_url=reverse("bookings_desk"), **kwargs)


def searchable_text(session: Session) -> str:
    """Return what somebody may type to find a date: what, where, when, whose."""
    place = session.place
    where = f"{place} {place.commune}" if place else ""
    return f"{session.page.title} {format_session(session)} {where} {session.organization.name}"


def _takes_names(session: Session) -> bool:
    return getattr(session.page.specific, "booking_mode", BookingMode.NONE) != BookingMode.NONE


def _registered_by_hand(registration: Registration) -> str:
    if registration.is_waiting:
        sentence = _("%(name)s is on the waiting list. Reference to read aloud: %(reference)s.")
    else:
        sentence = _("%(name)s is registered. Reference to read aloud: %(reference)s.")
    return sentence % {"name": registration.name, "reference": registration.spoken_reference}
