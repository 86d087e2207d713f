"""Register for a date: no account, no JavaScript."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from maillage.bookings.conf import get_conf
from maillage.bookings.errors import AnswerRefused, AppointmentTaken, BookingError
from maillage.bookings.forms import RegistrationForm
from maillage.bookings.limits import MOST_FILES, check_limits, too_many_message
from maillage.bookings.links import registration_path
from maillage.bookings.models import BookablePageMixin, RegistrationSource, Session
from maillage.bookings.privacy_notice import notice
from maillage.bookings.querysets import with_pages
from maillage.bookings.rules import is_in_cycle, why_closed
from maillage.bookings.services import register_from_form
from maillage.privacy.throttle import TooManyRequests
from maillage.web.form_protection import BoundedFormMixin, protection_fields, spam_reason


@method_decorator(never_cache, name="dispatch")
class RegisterView(BoundedFormMixin):
    """The form of one date. POST registers and leads to the person's own page."""

    template_name = "bookings/register.html"
    closed_template_name = "bookings/register_closed.html"
    refused_template_name = "bookings/refused.html"

    def files_of_the_form(self) -> tuple[int, int]:
        """Return what the answers of a page may be made of."""
        return MOST_FILES, get_conf()["LARGEST_FILE"]

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        """Show the empty form, or why the date takes nobody."""
        session, page = self._find(public_id)
        reason = why_closed(session, page)
        if reason is not None:
            return self._refuse(request, session, page, reason, status=200)
        return self._show(request, self._form(session, page))

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        """Register; a form in error comes back with what was typed, a closed date with the reason."""
        session, page = self._find(public_id)
        form = self._form(session, page, request.POST, request.FILES)
        if form.is_valid() and (reason := spam_reason(request.POST)):
            form.add_error(None, reason)
        if not form.is_valid():
            return self._show(request, form, status=422)
        try:
            return self._register(request, form)
        except TooManyRequests as limit:
            return self.slow_down(request, limit, too_many_message())
        except AnswerRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        except AppointmentTaken as refusal:
            form.add_error("slot", str(refusal))
        except BookingError as refusal:
            return self._refuse(request, session, page, refusal, status=409)
        return self._show(request, form, status=422)

    def _register(self, request: HttpRequest, form: RegistrationForm) -> HttpResponse:
        check_limits(request, form.cleaned_data, form.session)
        registration = register_from_form(
            form.session,
            form,
            source=RegistrationSource.WEB,
            idempotency_key=form.tied_key(_form_key(request)),
        )
        return redirect(registration_path(registration))

    def _find(self, public_id: str) -> tuple[Session, BookablePageMixin]:
        found = get_object_or_404(Session.objects.public().with_surroundings(), public_id=public_id)
        (session,) = with_pages([found])
        page = session.page.specific
        if not isinstance(page, BookablePageMixin):
            raise Http404
        return session, page

    def _form(
        self, session: Session, page: BookablePageMixin, data: Any = None, files: Any = None
    ) -> RegistrationForm:
        return page.get_registration_form_class()(data, files, session=session, page=page)

    def _show(self, request: HttpRequest, form: RegistrationForm, status: int = 200) -> HttpResponse:
        form.show_what_is_left()
        context = {
            "session": form.session,
            "cycle": _cycle(form.session),
            "page": form.page,
            "form": form,
            "form_key": _form_key(request) or uuid.uuid4().hex,
            "notice": notice(form),
            **protection_fields(request, form.session.organization.phone),
        }
        return render(request, self.template_name, context, status=status)

    def _refuse(
        self,
        request: HttpRequest,
        session: Session,
        page: BookablePageMixin,
        reason: BookingError,
        *,
        status: int,
    ) -> HttpResponse:
        others = Session.objects.public().upcoming().scheduled().for_cards().filter(page=session.page_id)
        context = {
            "session": session,
            "page": page,
            "reason": str(reason),
            "others": others.exclude(pk=session.pk)[:3],
        }
        return render(request, self.closed_template_name, context, status=status)


def _form_key(request: HttpRequest) -> str:
    """What the form was drawn with: the same on a second press of the button."""
    return request.POST.get("form_key", "")[:64]


def _cycle(session: Session) -> list[Session]:
    """Return the dates to come of the cycle of `session`; none when it is booked alone."""
    if not is_in_cycle(session):
        return []
    return list(Session.objects.booked_with(session).upcoming().scheduled())
