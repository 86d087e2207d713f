"""What bookings keeps about people: how it is found, given back, erased, and when it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.privacy.registry import PersonalData

from .forgetting import BATCH, answers_that_say, forget_answers_of, forget_overdue
from .models import Guardian, Registration
from .querysets import RegistrationQuerySet
from .services import cancel_registration

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from .models import Answer


def registrations() -> PersonalData:
    """Return what the registry of privacy asks of registrations."""
    return PersonalData(label=_("Registrations"), find=find, export=export, erase=erase, expire=expire)


def find(contact: str) -> list[str]:
    """Return the references of the registrations made with `contact`, or that name it in an answer."""
    named = answers_that_say(contact).values_list("registration__reference", flat=True)
    return list(dict.fromkeys([*_of(contact).values_list("reference", flat=True), *named]))


def export(contact: str) -> list[dict[str, Any]]:
    """Return everything kept about that person, one dict a registration, ready for JSON."""
    rows = _of(contact).select_related("organization", "guardian")
    named = answers_that_say(contact).select_related("registration")
    return [
        *(_as_dict(row) for row in rows.prefetch_related("sessions", "given_answers__files")),
        *({"reference": one.registration.reference, "answers": _answers([one])} for one in named),
    ]


@transaction.atomic
def erase(contact: str) -> int:
    """Make that person's registrations nobody's; return how many. Seats they held are handed on."""
    rows = _of(contact)
    for registration in rows.active():
        cancel_registration(registration)
    named = answers_that_say(contact)
    forgotten = _forget(rows) + named.count()
    named.delete()
    return forgotten


def expire(today: date) -> int:
    """Forget a batch of what is kept until before `today`; return how many records forgot somebody."""
    over = Registration.objects.filter(expires_on__lt=today, anonymized_at=None)
    return _forget(over.order_by("pk")[:BATCH]) + forget_overdue(today)


def _of(contact: str) -> RegistrationQuerySet:
    """Return the registrations that `contact` made, for oneself or another, and those it answers for."""
    mine = Q(email__iexact=contact) | Q(phone=contact) | Q(guardian__phone=contact)
    return Registration.objects.filter(mine, anonymized_at=None)


def _as_dict(row: Registration) -> dict[str, Any]:
    return {
        "reference": row.reference,
        "name": row.name,
        "email": row.email,
        "phone": row.phone,
        "seats": row.seats,
        "names_of_the_others": row.companions,
        "registered_by": row.relay_name,
        "may_be_on_photos": row.photo_allowed,
        "status": row.status,
        "answers": {**row.answers, **_answers(row.given_answers.all())},
        "guardian": _guardian(row),
        "notice": row.consent_version,
        "agreed_on": row.consented_at.isoformat() if row.consented_at else None,
        "registered_on": row.created_at.isoformat(),
        "kept_until": row.expires_on.isoformat(),
        "organization": row.organization.name,
        "dates": [session.start.isoformat() for session in row.sessions.all()],
    }


def _answers(answers: Iterable[Answer]) -> dict[str, Any]:
    """Return answers by the words that were asked; of a file, its name."""
    return {
        answer.wording: [one.original_name for one in answer.files.all()]
        if answer.kind == "file"
        else answer.value
        for answer in answers
    }


def _guardian(row: Registration) -> dict[str, Any] | None:
    try:
        guardian = row.guardian
    except Guardian.DoesNotExist:
        return None
    names = ("name", "phone", "may_leave_alone", "emergency_note")
    return {name: getattr(guardian, name) for name in names}


def _forget(rows: RegistrationQuerySet) -> int:
    """Empty what tells who it was. The row stays, so that the counts of the year are whole."""
    ids = list(rows.values_list("pk", flat=True))
    if not ids:
        return 0
    forget_answers_of(ids)
    return Registration.objects.filter(pk__in=ids).update(
        **dict.fromkeys(("name", "email", "phone", "relay_name", "relay_role"), ""),
        answers={},
        companions=[],
        photo_allowed=None,
        idempotency_key=None,
        anonymized_at=timezone.now(),
    )
