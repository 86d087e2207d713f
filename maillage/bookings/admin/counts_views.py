"""« Après la date »: how many came, what is in the box, who gave their time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.places.models import Organization

from ..models import VolunteerTime
from ..querysets import KEEPS_REGISTRATIONS
from ..services.attendance import presence
from ..services.count_warnings import disagreements
from ..services.counts import counts_of, write_counts
from ..services.payments import box_of
from ..services.volunteers import minutes_given, note_hours
from .counts_forms import CountsForm, VolunteerForm
from .day_screen import DayScreen

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class CountsView(DayScreen):
    """The numbers of a date: added up where they can be, typed where they cannot."""

    template_name = "bookings/admin/counts.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the numbers, where they disagree, the box and the hours."""
        counts = counts_of(self.session)
        kwargs.setdefault("form", CountsForm(counts=counts))
        kwargs.setdefault("volunteer_form", VolunteerForm())
        return super().get_context_data(
            warnings=disagreements(counts),
            presence=presence(self.session),
            box=box_of(self.session),
            volunteers=VolunteerTime.objects.filter(session=self.session).order_by("pk"),
            minutes=minutes_given(self.session),
            check_in_url=self.address("bookings_check_in"),
            volunteer_url=self.address("bookings_volunteer_add"),
            means_url=self.means_url(),
            **kwargs,
        )

    def means_url(self) -> str:
        """Return where the means of payment are chosen, for the organisation's own editors."""
        mine = Organization.objects.for_user(self.request.user).filter(pk=self.session.organization_id)
        allowed = self.request.user.has_perm(KEEPS_REGISTRATIONS) and mine.exists()
        return reverse("bookings_means", args=[self.session.organization_id]) if allowed else ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Write the numbers that were typed."""
        form = CountsForm(request.POST, counts=counts_of(self.session))
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        write_counts(self.session, form.typed())
        messages.success(request, _("The numbers are saved."))
        return redirect(request.path)


class AddVolunteerView(CountsView):
    """The hours of one volunteer more."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Write the hours."""
        form = VolunteerForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(volunteer_form=form), status=422)
        note_hours(self.session, minutes=form.minutes, first_name=form.cleaned_data["first_name"])
        messages.success(request, _("The hours are saved. Thank you to them."))
        return redirect(self.address("bookings_counts") + "#volunteers")


class RemoveVolunteerView(DayScreen):
    """Hours that were written by mistake."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take them out."""
        row = get_object_or_404(VolunteerTime, session=self.session, pk=kwargs["volunteer_id"])
        row.delete()
        return redirect(self.address("bookings_counts") + "#volunteers")
