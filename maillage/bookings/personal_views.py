"""A person's own pages, behind a signed link: read one's registration, cancel it. No account."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View

from .errors import AlreadyCancelled
from .links import registration_from_token
from .models import Session
from .services import cancel_registration


class PersonalView(View):
    """A page behind a signed link: kept by nobody, indexed by nobody, told to nobody else."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer with headers that keep the link private."""
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex"
        return response


class RegistrationView(PersonalView):
    """What a person has registered for: reference, date, place, and the way to cancel."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show the registration that the link opens."""
        registration = registration_from_token(token)
        context = {
            "registration": registration,
            "dates": Session.objects.for_cards().filter(registrations=registration),
            "rank": registration.waiting_rank(),
            "token": token,
        }
        return render(request, "bookings/registration.html", context)


class CancelRegistrationView(PersonalView):
    """Asks « really? », then cancels. Mail scanners follow links, so GET changes nothing."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Ask for the confirmation."""
        registration = registration_from_token(token)
        context = {
            "registration": registration,
            "dates": Session.objects.for_cards().filter(registrations=registration),
            "token": token,
        }
        return render(request, "bookings/registration_cancel.html", context)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Cancel; a second click finds it done."""
        registration = registration_from_token(token)
        # Done already is done: what the person wants is true.
        with suppress(AlreadyCancelled):
            cancel_registration(registration)
        return redirect(reverse("bookings:registration", args=[token]))
