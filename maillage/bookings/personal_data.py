"""What bookings keeps about people: how it is found, given back, erased, and when it ends."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.outbox.mailbox import forget_written_emails
from maillage.privacy.registry import PersonalData

from .conf import get_conf
from .errors import AlreadyCancelled, WasPresent
from .models import Guardian, Registration
from .own_pages.finding import read_reference
from .privacy.forgetting import (
    BATCH,
    answers_that_say,
    count_before_forgetting,
    forget_answers_of,
    forget_overdue,
)
from .privacy.mentions import as_mention, forget_mentions_of, mentions_of
from .querysets import RegistrationQuerySet
from .services import cancel_registration

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from .models import Answer


def registrations() -> PersonalData:
    """Return what the registry of privacy asks of registrations."""
    return PersonalData(
        label=_("Registrations"),
        find=find,
        export=export,
        erase=erase,
        expire=expire,
        purpose=_("Keep a seat on a date, tell people what changes, prepare the date and know who came."),
        basis=_("The service that people asked for; consent for photos and for what a question marks so."),
        people=_(
            "Those who register or are registered, those who come with them, who registered them, the legal"
            " guardians of minors."
        ),
        categories=_(
            "Name, phone, e-mail address, names of the others, answers and files, attendance, amount paid;"
            " of a guardian: name, phone, emergency note."
        ),
        recipients=_("The team of the association, the co-organisers of the page, who leads the date."),
        kept=_kept(),
    )


def _kept() -> str:
    conf = get_conf()
    sentence = _(
        "%(days)d days after the last date, sooner for an answer whose question says so;"
        " the guardian %(guardian)d days; a file that no registration followed %(hours)d hours."
        " Numbers without names stay."
    )
    return sentence % {
        "days": conf["RETENTION_DAYS"],
        "guardian": conf["GUARDIAN_RETENTION_DAYS"],
        "hours": conf["FILE_WAITS_HOURS"],
    }


def find(query: str) -> list[str]:
    """Return the references of the registrations of a person, and of those that name them.

    `query` is their e-mail address, their phone, or the reference of one of their registrations: it
    then also finds where that name stands among the others of a group or as who registered somebody.
    """
    named = answers_that_say(query).values_list("registration__reference", flat=True)
    beside = (row.reference for row in _mentions(query))
    return list(dict.fromkeys([*_of(query).values_list("reference", flat=True), *named, *beside]))


def export(query: str) -> list[dict[str, Any]]:
    """Return everything kept about that person, one dict a registration, ready for JSON."""
    rows = _of(query).select_related("organization", "guardian")
    named = answers_that_say(query).select_related("registration")
    return [
        *(_as_dict(row) for row in rows.prefetch_related("sessions", "given_answers__files")),
        *({"reference": one.registration.reference, "answers": _answers([one])} for one in named),
        *map(as_mention, _mentions(query)),
    ]


@transaction.atomic
def erase(query: str) -> int:
    """Make that person's registrations nobody's; return how many. Seats of dates to come are handed on.

    A date that is over keeps its registration, without the person, so that the year's figures stay.
    """
    rows = _of(query)
    coming = rows.active().filter(sessions__end__gt=timezone.now()).distinct()
    for registration in list(coming):
        # Who came stays counted, without their name; what is given back already needs nothing more.
        with suppress(WasPresent, AlreadyCancelled):
            cancel_registration(registration)
    named = answers_that_say(query)
    mentioned = forget_mentions_of(_own(query))
    forgotten = _forget(rows) + named.count() + mentioned
    named.delete()
    return forgotten


def expire(today: date) -> int:
    """Forget a batch of what is kept until before `today`; return how many records forgot somebody."""
    over = Registration.objects.filter(expires_on__lt=today, anonymized_at=None)
    return _forget(over.order_by("pk")[:BATCH]) + forget_overdue(today)


def _of(query: str) -> RegistrationQuerySet:
    """Return the registrations that a contact made, for oneself or another, and those it answers for.

    A reference is its own registration. The doubles that were merged with one of them come along.
    """
    by_contact = Q(email__iexact=query) | Q(phone=query) | Q(guardian__phone=query)
    by_reference = Q(reference=read_reference(query))
    mine = Registration.objects.filter(by_contact if _is_contact(query) else by_reference).values("pk")
    with_doubles = Q(pk__in=mine) | Q(merged_into__in=mine) | Q(pk__in=_kept_of(mine))
    return Registration.objects.filter(with_doubles, anonymized_at=None)


def _kept_of(doubles: Any) -> Any:
    kept = Registration.objects.filter(pk__in=doubles).exclude(merged_into=None)
    return kept.values("merged_into")


def _own(query: str) -> list[Registration]:
    """Return the registrations whose name is the person's: those of a reference, never of a shared phone."""
    return [] if _is_contact(query) else list(_of(query))


def _mentions(query: str) -> list[Registration]:
    return mentions_of(_own(query))


def _is_contact(query: str) -> bool:
    return "@" in query or query.startswith("+")


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
    written = dict(rows.values_list("pk", "email"))
    ids = list(written)
    if not ids:
        return 0
    count_before_forgetting(ids)
    forget_answers_of(ids)
    forget_written_emails(address for address in written.values() if address)
    return Registration.objects.filter(pk__in=ids).update(
        **dict.fromkeys(("name", "email", "phone", "relay_name", "relay_role"), ""),
        answers={},
        companions=[],
        photo_allowed=None,
        idempotency_key=None,
        anonymized_at=timezone.now(),
    )
