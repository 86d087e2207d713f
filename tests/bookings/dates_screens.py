"""The screens of dates as a test asks for them: their addresses, and regular dates as they are typed."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

NEXT_YEAR = timezone.localdate().year + 1
FIRST = date(NEXT_YEAR, 1, 4)
SERIES = {
    "regularity": "weekly",
    "weekdays": [str(FIRST.weekday())],
    "interval": "1",
    "start_time": "18:30",
    "end_time": "20:00",
    "first_date": FIRST.isoformat(),
    "until": (FIRST + timedelta(weeks=3)).isoformat(),
    "zone": "place",
}


def url(name: str, *args: object) -> str:
    """Return the address of the screen « bookings_<name> »."""
    return reverse(f"bookings_{name}", args=args)


def text_of(response: HttpResponse) -> str:
    """Return what the screen says."""
    return response.content.decode()
