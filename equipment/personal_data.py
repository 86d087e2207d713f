"""What equipment keeps about people: who gives, who asks, who takes, and who did what beside the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from equipment.conf import get_conf
from equipment.models import Donation, EntryDetails, HandOver, Loan, Need
from maillage.privacy.registry import PersonalData

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import Model, QuerySet


BATCH = 500
CONTACT = ("contact_name", "phone", "email")


@dataclass(frozen=True)
class Kept:
    """One kind of row: the columns that tell of somebody, what is exported beside them, how it is found."""

    name: str
    model: type[Model]
    personal: tuple[str, ...]
    beside: tuple[str, ...]
    has_reference: bool = False

    def about(self, query: str) -> QuerySet[Any]:
        """Return the rows about the person of this contact, or of this reference."""
        mine = Q(email__iexact=query) | Q(phone=query)
        if self.has_reference:
            mine |= Q(reference=query)
        return self.standing().filter(mine)

    def standing(self) -> QuerySet[Any]:
        """Return the rows that nobody was forgotten in."""
        return self.model._default_manager.filter(anonymized_at=None)

    def forget(self, rows: QuerySet[Any]) -> int:
        """Empty what these rows tell of somebody; return how many did."""
        keys = list(rows.values_list("pk", flat=True))
        return self.model._default_manager.filter(pk__in=keys).update(
            **dict.fromkeys(self.personal, ""), anonymized_at=timezone.now()
        )

    def told(self, row: Any) -> dict[str, Any]:
        """Return the row ready for JSON."""
        told = {name: getattr(row, name) for name in (*self.personal, *self.beside, "expires_on")}
        return {name: str(value) if value is not None else "" for name, value in told.items()}


class _Details(Kept):
    """Who did something to a machine, and in what words: found by the address of their account."""

    def about(self, query: str) -> QuerySet[Any]:
        return self.standing().filter(actor__email__iexact=query)

    def forget(self, rows: QuerySet[Any]) -> int:
        keys = list(rows.values_list("pk", flat=True))
        return EntryDetails.objects.filter(pk__in=keys).update(
            words="", signed_by="", actor=None, anonymized_at=timezone.now()
        )


KEPT: tuple[Kept, ...] = (
    Kept("donation", Donation, (*CONTACT, "what", "street", "commune"), ("reference", "created_at"), True),
    Kept("need", Need, (*CONTACT, "commune", "usage"), ("reference", "situation", "created_at"), True),
    Kept("loan", Loan, CONTACT, ("lent_on", "due_on")),
    Kept("hand-over", HandOver, CONTACT, ("on",)),
    _Details("details", EntryDetails, ("words", "signed_by"), ()),
)


def equipment_data() -> PersonalData:
    """Return what the registry of privacy asks of equipment."""
    days = get_conf()
    return PersonalData(
        label=_("Machines given, asked for, lent"),
        find=find,
        export=export,
        erase=erase,
        expire=expire,
        purpose=_("Receive machines, erase their data, and hand them to those who need one."),
        basis=_("The person’s own request, and the law on used goods (GDPR, article 6.1.b and 6.1.c)."),
        people=_("Those who give or ask for a machine, and those who work on it."),
        categories=_(
            "A name, a phone, an e-mail address, the commune; the address where a machine is fetched;"
            " the situation that somebody declares for the price, without any proof."
        ),
        recipients=_(
            "The team of the workshop. The ledger of the machines and the public stock name nobody."
        ),
        kept=_(
            "Who gives: %(donor)d days. Who asks: %(need)d days. Who takes a machine: %(taken)d days;"
            " with a guarantee, until %(guaranteed)d days after its end."
            " Who borrows: %(borrower)d days after the return. Who did what: %(details)d days."
        )
        % {
            "donor": days["DONOR_KEPT_DAYS"],
            "need": days["NEED_KEPT_DAYS"],
            "taken": days["HAND_OVER_KEPT_DAYS"],
            "guaranteed": days["GUARANTEE_KEPT_DAYS"],
            "borrower": days["BORROWER_KEPT_DAYS"],
            "details": days["DETAILS_KEPT_DAYS"],
        },
    )


def find(query: str) -> list[str]:
    """Return the references of what is kept about the person of this contact or reference."""
    return [f"equipment-{kept.name}-{row.pk}" for kept in KEPT for row in kept.about(query)]


def export(query: str) -> list[dict[str, Any]]:
    """Return everything kept about that person, ready for JSON."""
    return [{"kind": kept.name, **kept.told(row)} for kept in KEPT for row in kept.about(query)]


@transaction.atomic
def erase(query: str) -> int:
    """Forget that person now; return how many rows forgot them. Machines and their ledger stay, nobody's."""
    return sum(kept.forget(kept.about(query)) for kept in KEPT)


def expire(today: date) -> int:
    """Forget a batch of what is kept until before `today`; return how many rows forgot somebody."""
    count = 0
    for kept in KEPT:
        with transaction.atomic():
            count += kept.forget(kept.standing().filter(expires_on__lt=today).order_by("pk")[:BATCH])
    return count
