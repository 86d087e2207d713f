"""What bookings keeps about people: how it is found, given back, erased, and when it ends."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from maillage.privacy.contacts import ContactError, normalize_phone

from .models import Registration

# Erased row by row in small steps: an interrupted run loses nothing and the next one goes on.
BATCH = 200


def find(query: str) -> QuerySet[Registration]:
    """Return the registrations of the person whose e-mail, phone or reference is `query`."""
    asked = query.strip()
    who = Q(email__iexact=asked) | Q(reference=asked.replace(" ", "").upper())
    try:
        who |= Q(phone=normalize_phone(asked))
    except ContactError:
        pass  # Not a phone number: the e-mail and the reference remain.
    return Registration.objects.filter(who, anonymized_at=None)


def export(query: str) -> list[dict[str, Any]]:
    """Return everything kept about that person, one dict a registration, ready for JSON."""
    return [
        {
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
        for row in find(query).select_related("organization").prefetch_related("sessions")
    ]


def erase(query: str) -> int:
    """Make that person's registrations nobody's; return how many. Seats stay as they were."""
    return _anonymize(find(query))


def expire(today: date) -> int:
    """Make nobody's the registrations kept until before `today`; return how many."""
    return _anonymize(Registration.objects.filter(expires_on__lt=today, anonymized_at=None))


def _anonymize(rows: QuerySet[Registration]) -> int:
    """Empty what tells who it was. The row stays: the counts of the year are whole."""
    done = 0
    while ids := list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        done += Registration.objects.filter(pk__in=ids).update(
            name="", email="", phone="", answers={}, idempotency_key=None, anonymized_at=timezone.now()
        )
    return done
