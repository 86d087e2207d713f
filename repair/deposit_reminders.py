"""Remind somebody that their object waits: one message, a week before the day on their slip."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.outbox.models import Channel
from maillage.outbox.renderers import EmailContent, labelled
from maillage.outbox.services import enqueue
from maillage.outbox.sms import SmsContent, sms_is_on
from maillage.privacy.contacts import is_mobile
from repair.conf import get_conf
from repair.models import DepositSlip

if TYPE_CHECKING:
    from datetime import date

KIND = "repair.deposit_reminder"
NINE = time(9)


def plan_reminder(slip: DepositSlip) -> None:
    """Write the reminder of `slip` in the caller's transaction; without any way to write, the team calls.

    A slip whose day or contact changes gets another reminder: the one before has no sense any more.
    """
    channel = _channel_to(slip)
    if channel is None:
        return
    day = slip.collect_before - timedelta(days=get_conf()["REMINDED_DAYS_BEFORE"])
    tomorrow = timezone.localdate() + timedelta(days=1)
    enqueue(
        kind=KIND,
        params={"deposit": slip.pk, "before": slip.collect_before.isoformat()},
        key=f"{KIND}:{slip.pk}:{slip.collect_before.isoformat()}:{channel}",
        organization=slip.sheet.session.organization,
        not_before=timezone.make_aware(datetime.combine(max(day, tomorrow), NINE)),
        channel=channel,
    )


@labelled(gettext_lazy("An object waits for its owner"))
def render_by_email(params: dict[str, Any]) -> EmailContent | None:
    """Return the e-mail about the slip `params["deposit"]`; None once the object left or the day changed."""
    slip = _still_waiting(params)
    if slip is None or not slip.email:
        return None
    context = _told(slip)
    return EmailContent(
        to=slip.email,
        subject=_("Your object waits for you until %(day)s") % {"day": context["day"]},
        text=render_to_string("repair/mail/deposit.txt", context),
        reply_to=context["organization"].email,
    )


@labelled(gettext_lazy("An object waits for its owner"))
def render_by_sms(params: dict[str, Any]) -> SmsContent | None:
    """Return the same as a text message."""
    slip = _still_waiting(params)
    if slip is None or not slip.phone or slip.email:
        return None
    told = _told(slip)
    words = {"number": slip.sheet.number, "day": told["day"], "organization": told["organization"].name}
    sentence = _("Your object (sheet no. %(number)d) waits for you until %(day)s. %(organization)s") % words
    return SmsContent(to=slip.phone, text=f"{sentence} {told['phone']}".strip())


def _channel_to(slip: DepositSlip) -> Channel | None:
    if slip.email:
        return Channel.EMAIL
    return Channel.SMS if sms_is_on() and is_mobile(slip.phone) else None


def _still_waiting(params: dict[str, Any]) -> DepositSlip | None:
    rows = DepositSlip.objects.select_related("sheet__session__organization", "sheet__session__place")
    slip = rows.filter(pk=params["deposit"], anonymized_at=None).first()
    if slip is None or not slip.is_waiting or slip.collect_before.isoformat() != params["before"]:
        return None
    return slip


def _told(slip: DepositSlip) -> dict[str, Any]:
    organization = slip.sheet.session.organization
    return {
        "slip": slip,
        "sheet": slip.sheet,
        "place": slip.sheet.session.place,
        "organization": organization,
        "phone": organization.phone,
        "day": _day(slip.collect_before),
    }


def _day(day: date) -> str:
    return date_format(day, "j F Y")
