"""The page for those who ask too often."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from maillage.privacy.throttle import TooManyRequests


def slow_down(request: HttpRequest, limit: TooManyRequests, message: str = "") -> HttpResponse:
    """Answer 429 with a sentence, and when to come back; by default about registrations."""
    context = {"message": message or _("Too many registrations came from you. Wait a little, or call us.")}
    response = render(request, "bookings/refused.html", context, status=429)
    response["Retry-After"] = str(limit.retry_after)
    return response
