"""The answer to an offer of seats, behind the signed links of its e-mail: yes, no, all together, back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from maillage.bookings.errors import BookingError
from maillage.bookings.models import Registration
from maillage.bookings.services import accept_offer, come_back, decline_offer, stay_together

from .links import registration_from_token, registration_path
from .views import PersonalView


class OfferView(PersonalView):
    """One of the answers. GET shows the offer; only POST answers, because mail scanners follow links."""

    answer: ClassVar[Callable[..., Any]]

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show what is kept and until when; an offer that is over shows how the registration stands."""
        registration = registration_from_token(token)
        if registration.is_offered and not registration.is_overdue(timezone.now()):
            return self.show(request, "bookings/offer.html", registration)
        return self.show_own_page(request, registration)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Answer; one that comes twice, or too late, changes nothing and is told so."""
        registration = registration_from_token(token)
        try:
            self.give_answer(registration, request)
        except BookingError as problem:
            if self.is_done(registration):
                return redirect(registration_path(registration))
            return self.show_own_page(request, registration, problem)
        return redirect(registration_path(registration))

    def give_answer(self, registration: Registration, request: HttpRequest) -> None:
        """Do what was answered; raises a BookingError."""
        type(self).answer(registration)

    def is_done(self, registration: Registration) -> bool:
        """Whether what the person wants is true already: a second click."""
        return False


class AcceptOfferView(OfferView):
    """« Yes, I come »."""

    def give_answer(self, registration: Registration, request: HttpRequest) -> None:
        """Accept the seats that the page showed."""
        shown = request.POST.get("seats", "")
        accept_offer(registration, seats=int(shown) if shown.isascii() and shown.isdecimal() else None)

    def is_done(self, registration: Registration) -> bool:
        """Whether the person is registered."""
        return registration.status == "confirmed"


class DeclineOfferView(OfferView):
    """« No, I do not come »."""

    answer = staticmethod(decline_offer)

    def is_done(self, registration: Registration) -> bool:
        """Whether the person has left, by themselves."""
        return registration.is_cancelled and not registration.has_let_offer_end


class StayTogetherView(OfferView):
    """« We prefer to come all together »."""

    answer = staticmethod(stay_together)

    def is_done(self, registration: Registration) -> bool:
        """Whether the group waits again."""
        return registration.is_waiting and registration.stays_whole


class ComeBackView(OfferView):
    """Back to the end of the list, after an offer that nobody answered."""

    answer = staticmethod(come_back)

    def is_done(self, registration: Registration) -> bool:
        """Whether the person waits, or has a seat again."""
        return not registration.is_cancelled and not registration.is_overdue(timezone.now())
