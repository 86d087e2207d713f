"""What accounts keeps about people who are invited: an address, for as long as the invitation lives."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Invitation
from maillage.privacy.registry import PersonalData

if TYPE_CHECKING:
    from datetime import date

# How long after its end an invitation is kept, for whoever asks why a link does not work.
KEPT_AFTER = timedelta(days=30)
BATCH = 200


def invitations() -> PersonalData:
    """Return what the registry of privacy asks of invitations."""
    return PersonalData(
        label=_("Invitations"),
        find=find,
        export=export,
        erase=erase,
        expire=expire,
        purpose=_("Let a colleague open an account."),
        basis=_("Legitimate interest: an association chooses who works on its pages."),
        people=_("Those who are invited."),
        categories=_("E-mail address, association, dates of the invitation."),
        recipients=_("The team of the association, and the network's team."),
        kept=_("%(days)d days after the invitation has ended.") % {"days": KEPT_AFTER.days},
    )


def find(contact: str) -> list[str]:
    """Return the references of the invitations sent to `contact`."""
    return [str(row) for row in Invitation.objects.filter(email__iexact=contact)]


def export(contact: str) -> list[dict[str, Any]]:
    """Return everything kept about these invitations, ready for JSON."""
    rows = Invitation.objects.filter(email__iexact=contact).select_related("organization")
    return [
        {
            "email": row.email,
            "organization": row.organization.name,
            "invited_on": row.created_at.isoformat(),
            "good_until": row.expires_at.isoformat(),
            "accepted_on": row.accepted_at.isoformat() if row.accepted_at else None,
        }
        for row in rows
    ]


def erase(contact: str) -> int:
    """Delete the invitations sent to `contact`; return how many. Accounts stay."""
    return Invitation.objects.filter(email__iexact=contact).delete()[0]


def expire(today: date) -> int:
    """Delete a batch of invitations that ended more than a month before `today`; return how many."""
    limit = timezone.make_aware(datetime.combine(today, time.min)) - KEPT_AFTER
    over = Invitation.objects.filter(expires_at__lt=limit).values("pk")[:BATCH]
    return Invitation.objects.filter(pk__in=list(over.values_list("pk", flat=True))).delete()[0]
