"""Remind an organisation that the insurance of its repair café ends."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.outbox.renderers import EmailContent, labelled
from maillage.outbox.services import enqueue

from .models import InsuranceCertificate

KIND = "repair.insurance_ends"
TOLD_BEFORE = timedelta(days=30)


def remind_insured(now: datetime) -> str | None:
    """Write to each organisation whose last certificate ends within a month of `now`, once for each.

    Return what was done, or None.
    """
    today = timezone.localdate(now)
    ending = InsuranceCertificate.objects.filter(
        expires_on__range=(today, today + TOLD_BEFORE), reminded_at=None
    ).select_related("organization")
    told = 0
    for certificate in ending:
        if _is_last(certificate):
            enqueue(
                kind=KIND,
                params={"certificate": certificate.pk},
                key=f"{KIND}:{certificate.pk}",
                organization=certificate.organization,
            )
            told += 1
        InsuranceCertificate.objects.filter(pk=certificate.pk).update(reminded_at=now)
    return f"certificates {told}" if told else None


@labelled(gettext_lazy("The insurance of the repair café ends"))
def render_insurance_reminder(params: dict[str, Any]) -> EmailContent | None:
    """Return the e-mail about the certificate `params["certificate"]`; None when a new one is there."""
    certificate = InsuranceCertificate.objects.filter(pk=params["certificate"]).first()
    if certificate is None or not certificate.organization.email or not _is_last(certificate):
        return None
    day = date_format(certificate.expires_on, "j F Y")
    return EmailContent(
        to=certificate.organization.email,
        subject=_("Your insurance ends on %(day)s") % {"day": day},
        text=render_to_string("repair/mail/insurance.txt", {"certificate": certificate, "day": day}),
    )


def _is_last(certificate: InsuranceCertificate) -> bool:
    """Tell whether no certificate of the same organisation ends later."""
    later = InsuranceCertificate.objects.filter(
        organization=certificate.organization, expires_on__gt=certificate.expires_on
    )
    return not later.exists()
