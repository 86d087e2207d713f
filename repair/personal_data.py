"""What repairs keep about people: announced objects, deposits, volunteers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from maillage.bookings.conf import get_conf as bookings_conf
from maillage.privacy.registry import PersonalData
from repair.models import DepositSlip, Fixer, ItemAnnouncement
from repair.services.announcements import OWNER, forget_announcements, forget_owners
from repair.services.intake import forget_faults

if TYPE_CHECKING:
    from datetime import date

BATCH = 500


def repairs() -> PersonalData:
    """Return what the registry of privacy asks of repairs."""
    return PersonalData(
        label=_("Objects to repair"),
        find=find,
        export=export,
        erase=erase,
        expire=expire,
        purpose=_("Know what to bring to a repair café, and give a repaired object back to its owner."),
        basis=_("The person's own request (GDPR, article 6.1.b)."),
        people=_("Those who announce or leave an object, and the volunteers who repair."),
        categories=_("The object, its fault and its photo; a name and a phone when it stays; a first name."),
        recipients=_("The team of the association and its repairers. The open data name nobody."),
        kept=_(
            "An announced object: as long as its registration. A deposit: until the day that its slip says."
            " What was written of a fault at the desk: as long as the registrations of that date."
        ),
    )


def find(contact: str) -> list[str]:
    """Return the references of what is kept about the person of this `contact`."""
    return [
        *(f"repair-item-{row.pk}" for row in _announcements(contact)),
        *(f"repair-deposit-{row.pk}" for row in _deposits(contact)),
        *(f"repair-fixer-{row.pk}" for row in _fixers(contact)),
    ]


def export(contact: str) -> list[dict[str, Any]]:
    """Return everything kept about that person, ready for JSON."""
    words = ("item", "brand", "model", "age", "fault")
    return [
        *(
            {
                **{name: getattr(row, name) for name in words},
                "photo": bool(row.photo),
                "announced_on": row.created_at.isoformat(),
                "kept_until": row.expires_on.isoformat(),
            }
            for row in _announcements(contact)
        ),
        *(
            {
                **{name: getattr(row, name) for name in OWNER},
                "left_on": row.left_on.isoformat(),
                "collect_before": row.collect_before.isoformat(),
                "object": row.sheet.item,
                "sheet": row.sheet.number,
                "kept_until": row.expires_on.isoformat(),
            }
            for row in _deposits(contact).select_related("sheet")
        ),
        *(
            {"first_name": row.first_name, "skills": [skill.name for skill in row.skills.all()]}
            for row in _fixers(contact)
        ),
    ]


@transaction.atomic
def erase(contact: str) -> int:
    """Forget that person now; return how many records forgot them. Repairs stay, nobody's."""
    fixers = _fixers(contact)
    count = fixers.count()
    fixers.delete()
    return count + forget_announcements(_announcements(contact)) + forget_owners(_deposits(contact))


def expire(today: date) -> int:
    """Forget a batch of what is kept until before `today`; return how many records forgot somebody."""
    announced = ItemAnnouncement.objects.filter(registration__expires_on__lt=today, anonymized_at=None)
    deposits = DepositSlip.objects.filter(expires_on__lt=today, anonymized_at=None)
    faults = forget_faults(today - timedelta(days=bookings_conf()["RETENTION_DAYS"]), most=BATCH)
    return (
        faults
        + forget_announcements(announced.order_by("pk")[:BATCH])
        + forget_owners(deposits.order_by("pk")[:BATCH])
    )


def _announcements(contact: str) -> QuerySet[ItemAnnouncement]:
    mine = Q(registration__email__iexact=contact) | Q(registration__phone=contact)
    return ItemAnnouncement.objects.filter(mine, anonymized_at=None).select_related("registration")


def _deposits(contact: str) -> QuerySet[DepositSlip]:
    return DepositSlip.objects.filter(Q(email__iexact=contact) | Q(phone=contact), anonymized_at=None)


def _fixers(contact: str) -> QuerySet[Fixer]:
    return Fixer.objects.filter(user__email__iexact=contact)
