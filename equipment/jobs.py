"""What the worker does again and again for people: reservations that end, loans that are late."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from equipment.models import Need, NeedState
from equipment.services.exits import late, remind_late
from equipment.services.needs import lapse_overdue
from equipment.services.rereading import read_again, to_be_read_again
from maillage.outbox.jobs import PeriodicJob

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def end_reservations(now: datetime) -> str | None:
    """Give back to the stock the machines that nobody came for."""
    ended = lapse_overdue(timezone.localdate(now))
    return f"{ended} reservations ended" if ended else None


def remind_of_late_loans(now: datetime) -> str | None:
    """Remind those who did not bring a machine back."""
    reminded = remind_late(now)
    return f"{reminded} late loans" if reminded else None


def read_inventories_again(now: datetime) -> str | None:
    """Let today's readers look at a handful of the inventories that older ones read."""
    read = read_again()
    return f"{read} inventories read again" if read else None


def some_inventory_is_unread(now: datetime) -> bool:
    """Tell whether today's readers have still to look at one."""
    return to_be_read_again().exists()


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
        PeriodicJob("equipment.rereading", MINUTE, read_inventories_again, some_inventory_is_unread),
        PeriodicJob("equipment.late_loans", HOUR, remind_of_late_loans, some_loan_is_late),
    ]
