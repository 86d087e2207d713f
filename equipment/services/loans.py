"""Loans: longer, and reminded."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from equipment.conf import get_conf
from equipment.errors import WrongState
from equipment.messages.sending import remind_of_loan, tell_loan
from equipment.models import Loan

if TYPE_CHECKING:
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
