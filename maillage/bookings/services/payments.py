"""What was paid on the day, by which means, and what must be in the box."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from ..errors import MeansNotOffered, MeansUsed
from ..models import PaymentMeans, RegisteredDate, RegistrationStatus, Session
from .attendance import locked_row

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable
    from datetime import datetime

    from maillage.places.models import Organization


def usual_means() -> list[str]:
    """Return the means of payment that an organisation has before it writes its own list."""
    return [_("Cash"), _("Cheque"), _("Card")]


def offered_means(organization: Organization) -> list[str]:
    """Return the names of the means of payment that `organization` offers today, in order.

    One without a list of its own has the usual ones; they become rows when one is first used.
    """
    rows = list(PaymentMeans.objects.filter(organization=organization))
    return [row.name for row in rows if row.in_use] if rows else usual_means()


@transaction.atomic
def note_payment(
    session: Session,
    registration_id: uuid.UUID,
    *,
    amount: Decimal | None,
    means: str = "",
    at: datetime | None = None,
) -> RegisteredDate:
    """Note that `amount` euros were paid by `means`, a name that the organisation offers.

    None takes the note back; 0 says that the person chose to give nothing, and needs no means. What
    somebody else noted after `at` (aware) stays. Raises NotRegistered or MeansNotOffered.
    """
    at = min(at or timezone.now(), timezone.now())
    row = locked_row(session, registration_id)
    if row.paid_at is not None and row.paid_at > at:
        return row
    row.paid_amount = amount
    row.paid_means = _means_named(session.organization, means) if amount else None
    row.paid_at = at
    row.save(update_fields=["paid_amount", "paid_means", "paid_at"])
    return row


def box_of(session: Session) -> list[tuple[str, Decimal, int]]:
    """Return, for each means of payment, its name, the euros taken on `session` and from how many."""
    paid = RegisteredDate.objects.filter(
        session=session, paid_amount__gt=0, registration__status=RegistrationStatus.CONFIRMED
    )
    rows = paid.values_list("paid_means__name").annotate(Sum("paid_amount"), Count("pk"))
    return [(name, total, count) for name, total, count in rows.order_by("paid_means__name")]


@transaction.atomic
def write_means(organization: Organization, kept: Iterable[tuple[str, bool]]) -> None:
    """Give `organization` this list of means of payment: (name, offered today).

    A name that leaves the list is deleted when no payment was ever noted with it; raises MeansUsed
    otherwise, and nothing changes.
    """
    wanted = dict(kept)
    rows = {row.name: row for row in PaymentMeans.objects.filter(organization=organization)}
    gone = [row.pk for name, row in rows.items() if name not in wanted]
    if RegisteredDate.objects.filter(paid_means__in=gone).exists():
        raise MeansUsed
    PaymentMeans.objects.filter(pk__in=gone).delete()
    for name, in_use in wanted.items():
        PaymentMeans.objects.update_or_create(
            organization=organization, name=name, defaults={"in_use": in_use}
        )


def _means_named(organization: Organization, name: str) -> PaymentMeans:
    if name not in offered_means(organization):
        raise MeansNotOffered
    if not PaymentMeans.objects.filter(organization=organization).exists():
        usual = [PaymentMeans(organization=organization, name=each) for each in usual_means()]
        PaymentMeans.objects.bulk_create(usual, ignore_conflicts=True)
    return PaymentMeans.objects.get(organization=organization, name=name)
