"""What bookings keeps about people: how it is found, given back, erased, and when it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.privacy.registry import PersonalData

from .models import Registration
from .querysets import RegistrationQuerySet
from .services import cancel_registration

if TYPE_CHECKING:
    from datetime import date

# So many rows in one transaction: an interrupted run loses nothing and the next one goes on.
BATCH = 200


def registrations() -> PersonalData:
    """Return what the registry of privacy asks of registrations."""
    return PersonalData(label=_("Registrations"), find=find, export=export, erase=erase, expire=expire)


def find(contact: str) -> list[str]:
    """Return the references of the registrations made with `contact`."""
    return list(_of(contact).values_list("reference", flat=True))


def export(contact: str) -> list[dict[str, Any]]:
    """Return everything kept about that person, one dict a registration, ready for JSON."""
    rows = _of(contact).select_related("organization").prefetch_related("sessions")
    return [_as_dict(row) for row in rows]


@transaction.atomic
def erase(contact: str) -> int:
    """Make that person's registrations nobody's; return how many. Seats they held are handed on."""
    rows = _of(contact)
    for registration in rows.active():
        cancel_registration(registration)
    return _forget(rows)


def expire(today: date) -> int:
    """Make nobody's a batch of the registrations kept until before `today`; return how many."""
    over = Registration.objects.filter(expires_on__lt=today, anonymized_at=None)
    return _forget(over.order_by("pk")[:BATCH])


def _of(contact: str) -> RegistrationQuerySet:
    return Registration.objects.filter(Q(email__iexact=contact) | Q(phone=contact), anonymized_at=None)


def _as_dict(row: Registration) -> dict[str, Any]:
    return {
        "reference": row.reference,
        "name": row.name,
        "email": row.email,
        "phone": row.phone,
        "seats": row.seats,
        "status": row.status,
        "answers": row.answers,
        "registered_on": row.created_at.isoformat(),
        "kept_until": row.expires_on.isoformat(),
        "organization": row.organization.name,
        "dates": [session.start.isoformat() for session in row.sessions.all()],
    }


def _forget(rows: RegistrationQuerySet) -> int:
    """Empty what tells who it was. The row stays, so that the counts of the year are whole."""
    ids = list(rows.values_list("pk", flat=True))
    return Registration.objects.filter(pk__in=ids).update(
        name="", email="", phone="", answers={}, idempotency_key=None, anonymized_at=timezone.now()
    )
