"""What the worker does again and again for people: reservations that end, loans that are late."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from equipment.models import Need, NeedState
from equipment.services.loans import late, remind_late
from equipment.services.needs import lapse_overdue
from maillage.outbox.jobs import PeriodicJob

HOUR = timedelta(hours=1)


def end_reservations(now: datetime) -> str | None:
    """Give back to the stock the machines that nobody came for."""
    ended = lapse_overdue(timezone.localdate(now))
    return f"{ended} reservations ended" if ended else None


def remind_of_late_loans(now: datetime) -> str | None:
    """Remind those who did not bring a machine back."""
    reminded = remind_late(now)
    return f"{reminded} late loans" if reminded else None


def some_reservation_ends(now: datetime) -> bool:
    """Tell whether there is a reservation to end."""
    overdue = Need.objects.filter(state=NeedState.ALLOCATED, kept_until__lt=timezone.localdate(now))
    return overdue.exists()


def some_loan_is_late(now: datetime) -> bool:
    """Tell whether there is a late borrower to remind."""
    return late(timezone.localdate(now)).filter(reminded_at=None).exists()


def periodic_jobs() -> list[PeriodicJob]:
    """Return the jobs, as the hook passes them."""
    return [
        PeriodicJob("equipment.reservations", HOUR, end_reservations, some_reservation_ends),
        PeriodicJob("equipment.late_loans", HOUR, remind_of_late_loans, some_loan_is_late),
    ]
