"""Messages written to the outbox with the change, with the personal links and the row that they speak of."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.http import Http404
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from equipment.conf import get_conf
from equipment.models import Donation, DonationState, Loan, Need, NeedState
from maillage.outbox.models import Channel
from maillage.outbox.services import enqueue
from maillage.outbox.sms import sms_is_on
from maillage.privacy.contacts import is_mobile
from maillage.privacy.links import BadLink, sign, unsign

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet

    from equipment.models.kept_contact import KeptContact
    from maillage.places.models import Organization

Asked = TypeVar("Asked", Need, Donation)
# The rows have no counter of their own: a link dies with the name, when the row is emptied.
COUNTER = 0
_PURPOSE = {Need: "equipment.need", Donation: "equipment.donation"}
_ROUTE = {Need: "equipment_public:own_need", Donation: "equipment_public:own_donation"}


def own_path(row: Need | Donation) -> str:
    """Return the path of the person's own page; nothing where the public pages are not mounted."""
    token = sign(_PURPOSE[type(row)], row.reference, COUNTER)
    try:
        return reverse(_ROUTE[type(row)], args=[token])
    except NoReverseMatch:
        return ""


def own_url(row: Need | Donation) -> str:
    """Return the whole address of the person's own page, for an e-mail."""
    return absolute(own_path(row))


def absolute(path: str) -> str:
    """Return `path` with the site's address before it; nothing for no path."""
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}" if path else ""


def row_of(token: str, rows: QuerySet[Asked]) -> Asked:
    """Return the row of `rows` that `token` opens; raises Http404 for a bad link or an emptied row."""
    try:
        reference, _counter = unsign(_PURPOSE[rows.model], token)
    except BadLink as error:
        raise Http404 from error
    row = rows.filter(reference=reference, anonymized_at=None).first()
    if row is None:
        raise Http404
    return row


def standing_need(params: Mapping[str, Any], state: NeedState) -> Need | None:
    """Return the request `params["need"]` while it is in `state` and nobody forgot who asked."""
    rows = Need.objects.select_related("organization", "machine__shelf__place")
    return rows.filter(pk=params["need"], state=state, anonymized_at=None).first()


def kept_need(params: Mapping[str, Any]) -> Need | None:
    """Return the request while this machine is kept for it until this day."""
    need = standing_need(params, NeedState.ALLOCATED)
    if need is None or need.machine is None or need.kept_until is None:
        return None
    is_so = (need.machine_id, need.kept_until.isoformat()) == (params["machine"], params["until"])
    return need if is_so else None


def open_loan(params: Mapping[str, Any]) -> Loan | None:
    """Return the loan `params["loan"]` while the machine is out and is to come back on this day."""
    rows = Loan.objects.select_related("machine__organization")
    loan = rows.filter(pk=params["loan"], anonymized_at=None, returned_at=None).first()
    return loan if loan and loan.due_on.isoformat() == params["due"] else None


def standing_donation(params: Mapping[str, Any], state: DonationState) -> Donation | None:
    """Return the donation `params["donation"]` while it is in `state` and nobody forgot who gives."""
    rows = Donation.objects.select_related("organization", "place")
    return rows.filter(pk=params["donation"], state=state, anonymized_at=None).first()


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
