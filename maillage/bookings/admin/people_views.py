"""One person of a date: the same as another one in the list, or somebody who comes on another date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from maillage.bookings.words.dates import session_words

from ..errors import BookingError
from ..models import Registration, Session
from ..services.people import merge_registrations
from ..services.self_service import move_registration
from .people_forms import MergeForm, MoveForm
from .registrations_views import told_to
from .session_screen import OneRegistrationScreen

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpRequest, HttpResponse

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

    def form(self, data: Any = None) -> MoveForm:
        """Offer the dates to come of the page."""
        coming = Session.objects.for_team(self.request.user).scheduled().upcoming()
        others = coming.filter(page=self.session.page_id).exclude(pk=self.session.pk)
        return MoveForm(data, dates=list(others[:MOST_DATES]))

    def act(self, form: MoveForm) -> str:
        """Move the person; who waited gets the seat."""
        served = move_registration(self.registration, form.chosen, by_team=True)
        words = _("%(name)s now comes on %(date)s.") % {
            "name": self.registration.name,
            "date": session_words(form.chosen),
        }
        return " ".join(filter(None, [words, told_to(served)]))

    @property
    def list_url(self) -> str:
        """The list of the date that the person leaves."""
        return reverse("bookings_registrations", args=[self.session.public_id])
