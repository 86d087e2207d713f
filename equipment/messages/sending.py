"""Messages written to the outbox, each with the key that lets it leave once."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from equipment.conf import get_conf
from maillage.outbox.models import Channel
from maillage.outbox.services import enqueue
from maillage.outbox.sms import sms_is_on
from maillage.privacy.contacts import is_mobile

if TYPE_CHECKING:
    from typing import Any

    from equipment.models import Donation, Loan, Need
    from equipment.models.keeping import KeptContact
    from maillage.places.models import Organization

NEED_RECEIVED = "equipment.need_received"
MACHINE_KEPT = "equipment.machine_kept"
KEPT_REMINDER = "equipment.machine_kept_reminder"
NO_LONGER_KEPT = "equipment.machine_no_longer_kept"
LOAN_DUE = "equipment.loan_due"
DONATION_RECEIVED = "equipment.donation_announced"
DONATION_AGREED = "equipment.donation_agreed"
# What is worth a text message to who left only a phone number.
SHORT = {MACHINE_KEPT, KEPT_REMINDER, NO_LONGER_KEPT, LOAN_DUE}
NINE = time(9)


def tell_need_received(need: Need) -> None:
    """Write that the request is there, and where the person can follow it."""
    _tell(NEED_RECEIVED, need, {"need": need.pk})


def tell_machine_kept(need: Need) -> None:
    """Write that a machine is kept until a day, and the reminder before that day."""
    if need.kept_until is None:
        return
    params = {"need": need.pk, "machine": need.machine_id, "until": need.kept_until.isoformat()}
    _tell(MACHINE_KEPT, need, params)
    day = need.kept_until - timedelta(days=get_conf()["RESERVATION_REMINDED_DAYS_BEFORE"])
    if day > timezone.localdate():
        _tell(KEPT_REMINDER, need, params, not_before=_nine_on(day))


def tell_no_longer_kept(need: Need) -> None:
    """Write that nobody came for the machine in time."""
    _tell(NO_LONGER_KEPT, need, {"need": need.pk})


def tell_loan(loan: Loan) -> None:
    """Write the reminder that leaves some days before the end of the loan."""
    day = loan.due_on - timedelta(days=get_conf()["LOAN_REMINDED_DAYS_BEFORE"])
    tomorrow = timezone.localdate() + timedelta(days=1)
    remind_of_loan(loan, not_before=_nine_on(max(day, tomorrow)))


def remind_of_loan(loan: Loan, *, not_before: datetime | None = None, time_of: str = "before") -> None:
    """Write a reminder of a loan: once for each day of return and each `time_of` (before, late)."""
    channel = _channel_to(loan, LOAN_DUE)
    if channel is None:
        return
    due = loan.due_on.isoformat()
    enqueue(
        kind=LOAN_DUE,
        params={"loan": loan.pk, "due": due},
        key=_key(channel, LOAN_DUE, loan.pk, due, time_of),
        organization=loan.machine.organization,
        not_before=not_before,
        channel=channel,
    )


def tell_donation_received(donation: Donation) -> None:
    """Write that the donation is announced, and where the donor can follow it."""
    _tell(DONATION_RECEIVED, donation, {"donation": donation.pk})


def tell_donation_agreed(donation: Donation) -> None:
    """Write the day and time that are agreed; another day is another message."""
    if donation.appointment_at is not None:
        at = donation.appointment_at.isoformat()
        _tell(DONATION_AGREED, donation, {"donation": donation.pk, "at": at})


def _tell(
    kind: str, row: Need | Donation, params: dict[str, Any], *, not_before: datetime | None = None
) -> None:
    channel = _channel_to(row, kind)
    if channel is None:
        return
    organization: Organization = row.organization
    enqueue(
        kind=kind,
        params=params,
        key=_key(channel, kind, *params.values()),
        subject_reference=row.reference,
        organization=organization,
        not_before=not_before,
        channel=channel,
    )


def _channel_to(row: KeptContact, kind: str) -> Channel | None:
    """Return how the person is reached: the e-mail address first; None when the workshop has to call."""
    if row.email:
        return Channel.EMAIL
    return Channel.SMS if kind in SHORT and sms_is_on() and is_mobile(row.phone) else None


def _key(channel: Channel, *parts: object) -> str:
    """Return the key of a message; who gives another way to be reached is told that way too."""
    way = [] if channel == Channel.EMAIL else [channel.value]
    return ":".join([*map(str, parts), *way])


def _nine_on(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, NINE))
