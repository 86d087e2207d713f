"""What follows an exit: a loan made longer or reminded, machines and counted objects on a recycling slip."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from equipment.conf import get_conf
from equipment.errors import WrongState
from equipment.messages.sending import remind_of_loan, tell_loan
from equipment.models import Loan, Machine, RecyclingSlip
from equipment.services.transitions import apply
from equipment.states import CountedKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.base_user import AbstractBaseUser
    from django.core.files.base import ContentFile
    from django.db.models import QuerySet

BATCH = 200


@transaction.atomic
def extend(loan: Loan, due_on: date) -> Loan:
    """Let the machine come back on `due_on`, a day to come; the borrower is reminded before that day.

    Raises WrongState when the machine is back, or for a day that is past.
    """
    loan = Loan.objects.select_for_update().get(pk=loan.pk)
    if loan.returned_at is not None:
        raise WrongState(_("This machine is back already."))
    if due_on <= timezone.localdate():
        raise WrongState(_("Give a day to come: it must be brought back after today."))
    loan.due_on = due_on
    loan.reminded_at = None
    loan.expires_on = due_on + timedelta(days=get_conf()["LATE_BORROWER_KEPT_DAYS"])
    loan.save(update_fields=["due_on", "reminded_at", "expires_on"])
    tell_loan(loan)
    return loan


def late(today: date) -> QuerySet[Loan]:
    """Return the loans that were to come back before `today`, the latest first."""
    return Loan.objects.filter(returned_at=None, due_on__lt=today)


def remind_late(now: datetime) -> int:
    """Remind each borrower who is late, once; return how many. Run twice, it reminds nobody twice."""
    done = 0
    rows = late(timezone.localdate(now)).filter(reminded_at=None).select_related("machine__organization")
    for loan in rows[:BATCH]:
        with transaction.atomic():
            claimed = Loan.objects.filter(pk=loan.pk, reminded_at=None).update(reminded_at=now)
            if claimed:
                remind_of_loan(loan, time_of="late")
                done += 1
    return done


@dataclass(frozen=True)
class CountedLine:
    """How many objects of a kind are on a slip, and how heavy they are together, in grams."""

    label: str
    quantity: int
    grams: int


@transaction.atomic
def recycle(
    slip: RecyclingSlip, machines: Iterable[Machine], *, by: AbstractBaseUser | None
) -> RecyclingSlip:
    """Send `machines` to recycling with `slip`: all of them, or none. Raises as `apply()`."""
    for machine in machines:
        apply(machine, "recycle", by=by, slip=slip)
    return slip


@transaction.atomic
def keep_scan(slip: RecyclingSlip, scan: ContentFile[bytes] | None) -> None:
    """Keep the cleaned `scan` of the paper in the place of the one there was; None only removes that one."""
    before, storage = slip.file.name, slip.file.storage
    if scan is None:
        slip.file = ""
    else:
        slip.file.save(scan.name or "", scan, save=False)
    slip.save(update_fields=["file"])
    if before:
        transaction.on_commit(lambda: storage.delete(before))


def machines_on(slip: RecyclingSlip) -> QuerySet[Machine]:
    """Return the machines that left with `slip`, with their serial numbers."""
    machines = Machine.objects.filter(entries__recycling_slips=slip).distinct()
    return machines.prefetch_related("serials").order_by("tag")


def counted_on(slip: RecyclingSlip) -> list[CountedLine]:
    """Return what was counted or weighed on `slip`, by kind, as numbers from 0 up."""
    rows = slip.counted.order_by("kind").values_list("kind").annotate(Sum("quantity"), Sum("grams"))
    return [
        CountedLine(str(CountedKind(kind).label), abs(quantity or 0), abs(grams or 0))
        for kind, quantity, grams in rows
    ]
