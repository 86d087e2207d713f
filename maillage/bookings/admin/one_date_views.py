"""One date: changed, cancelled, postponed. People are told by the services."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.log_actions import log

from maillage.bookings.errors import BookingError
from maillage.bookings.services import (
    cancel_session,
    change_capacity,
    delete_session,
    move_session,
    postpone_session,
)
from maillage.bookings.words.dates import session_words

from .forms import CancelDateForm, MoveDateForm, PostponeDateForm
from .screens import DateScreen

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from maillage.bookings.models import Session


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
            messages.success(request, _("The date is now %(date)s.") % {"date": session_words(changed)})
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
        messages.success(request, sentence % {"date": session_words(self.session)})
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
        messages.success(request, postponed % {"date": session_words(self.session)})
        return redirect(self.dates_url)
