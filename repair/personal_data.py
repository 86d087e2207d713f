"""What repairs keep about people: announced objects, deposits, volunteers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.privacy.registry import PersonalData

from .models import DepositSlip, Fixer, ItemAnnouncement
from .services.announcements import forget_announcements

if TYPE_CHECKING:
    from datetime import date

BATCH = 500
OWNER = ("name", "phone", "email")


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
                "kept_until": row.expires_on.isoformat(),
            }
            for row in _deposits(contact)
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
    return count + forget_announcements(_announcements(contact)) + _forget(_deposits(contact))


def expire(today: date) -> int:
    """Forget a batch of what is kept until before `today`; return how many records forgot somebody."""
    announced = ItemAnnouncement.objects.filter(expires_on__lt=today, anonymized_at=None)
    deposits = DepositSlip.objects.filter(expires_on__lt=today, anonymized_at=None)
    return forget_announcements(announced.order_by("pk")[:BATCH]) + _forget(deposits.order_by("pk")[:BATCH])


def _announcements(contact: str) -> QuerySet[ItemAnnouncement]:
    mine = Q(registration__email__iexact=contact) | Q(registration__phone=contact)
    return ItemAnnouncement.objects.filter(mine, anonymized_at=None)


def _deposits(contact: str) -> QuerySet[DepositSlip]:
    return DepositSlip.objects.filter(Q(email__iexact=contact) | Q(phone=contact), anonymized_at=None)


def _fixers(contact: str) -> QuerySet[Fixer]:
    return Fixer.objects.filter(user__email__iexact=contact)


def _forget(deposits: QuerySet[DepositSlip]) -> int:
    keys = list(deposits.values_list("pk", flat=True))
    return DepositSlip.objects.filter(pk__in=keys).update(
        **dict.fromkeys(OWNER, ""), anonymized_at=timezone.now()
    )
