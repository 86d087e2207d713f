"""Register for a date: no account, no JavaScript."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from maillage.privacy.throttle import TooManyRequests

from .errors import BookingError
from .forms import RegistrationForm
from .limits import check_limits
from .links import registration_path
from .models import BookablePageMixin, RegistrationSource, Session
from .opening import why_closed
from .refusals import slow_down
from .services import register_from_form


@method_decorator(never_cache, name="dispatch")
class RegisterView(View):
    """The form of one date. POST registers and leads to the person's own page."""

    template_name = "bookings/register.html"
    closed_template_name = "bookings/register_closed.html"

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        """Show the empty form, or why the date takes nobody."""
        session, page = self._find(public_id)
        reason = why_closed(session, page)
        if reason is not None:
            return self._refuse(request, session, page, reason, status=200)
        return self._show(request, session, self._form(None, session, page), uuid.uuid4().hex)

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        """Register; a form in error comes back with what was typed, a closed date with the reason."""
        session, page = self._find(public_id)
        form = self._form(request.POST, session, page)
        key = request.POST.get("form_key", "")[:64]
        if not form.is_valid():
            return self._show(request, session, form, key or uuid.uuid4().hex, status=422)
        try:
            check_limits(request, form.cleaned_data)
            registration = register_from_form(
                session, form, source=RegistrationSource.WEB, idempotency_key=form.tied_key(key)
            )
        except TooManyRequests as limit:
            return slow_down(request, limit)
        except BookingError as reason:
            return self._refuse(request, session, page, reason, status=409)
        return redirect(registration_path(registration))

    def _find(self, public_id: str) -> tuple[Session, BookablePageMixin]:
        session = get_object_or_404(Session.objects.public().for_cards(), public_id=public_id)
        page = session.page.specific
        if not isinstance(page, BookablePageMixin):
            raise Http404
        return session, page

    def _form(self, data: Any, session: Session, page: BookablePageMixin) -> RegistrationForm:
        return page.get_registration_form_class()(data, session=session, page=page)

    def _show(
        self, request: HttpRequest, session: Session, form: RegistrationForm, key: str, status: int = 200
    ) -> HttpResponse:
        context = {"session": session, "page": form.page, "form": form, "form_key": key}
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
