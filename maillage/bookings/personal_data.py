"""What bookings keeps about people: how it is found, given back, erased, and when each part of it ends."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.bookings.conf import get_conf
from maillage.bookings.errors import AlreadyCancelled, WasPresent
from maillage.bookings.models import Answer, AnswerFile, Attendance, Guardian, Registration, Session
from maillage.bookings.public.my_registration import read_reference
from maillage.bookings.querysets import RegistrationQuerySet
from maillage.bookings.services import cancel_registration
from maillage.bookings.services.attendance import keep_counts
from maillage.outbox.mailbox import forget_written_emails
from maillage.privacy.registry import PersonalData

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from django.db.models import QuerySet


@receiver(post_delete, sender=AnswerFile, dispatch_uid="bookings_answer_file")
def remove_from_disk(instance: AnswerFile, **_kwargs: Any) -> None:
    """Remove the file after the commit: a transaction that is undone keeps it."""
    stored = instance.file
    transaction.on_commit(lambda: stored.storage.delete(stored.name))


# So many rows in one transaction: an interrupted run loses nothing and the next one goes on.
BATCH = 200


@transaction.atomic
def forget_overdue(today: date) -> int:
    """Forget a batch of what is kept until before `today`; return how many rows forgot somebody.

    What the answers add up to is written first.
    """
    waited = timezone.now() - timedelta(hours=get_conf()["FILE_WAITS_HOURS"])
    answers = Answer.objects.filter(expires_on__lt=today)
    count_before_forgetting(answers.order_by("pk").values_list("registration", flat=True)[:BATCH])
    return sum(
        _delete(rows)
        for rows in (
            answers,
            Guardian.objects.filter(expires_on__lt=today),
            AnswerFile.objects.filter(answer=None, created_at__lt=waited),
        )
    )


def count_before_forgetting(registration_ids: Iterable[int]) -> None:
    """Write how many people of each kind came to the dates of these registrations, while it can be told."""
    came = Session.objects.filter(
        registered__registration__in=list(registration_ids), registered__attendance=Attendance.PRESENT
    )
    for session in came.distinct():
        keep_counts(session)


def forget_answers_of(registration_ids: Collection[int]) -> None:
    """Delete the answers, the files and the guardians of some registrations."""
    Answer.objects.filter(registration__in=registration_ids).delete()
    Guardian.objects.filter(registration__in=registration_ids).delete()


def answers_that_say(contact: str) -> QuerySet[Answer]:
    """Return the answers that are this very phone (E.164) or e-mail address, whoever registered."""
    contacts = Answer.objects.filter(kind__in=("phone", "email"))
    return contacts.filter(Q(value=contact) | Q(value__iexact=contact))


def _delete(rows: QuerySet) -> int:
    ids = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
    rows.model.objects.filter(pk__in=ids).delete()
    return len(ids)


def mentions_of(own: Iterable[Registration]) -> list[Registration]:
    """Return the registrations of others that name one of `own`, as a companion or as who registered."""
    own = list(own)
    found = []
    for registration in _others(own):
        names = _names_for(registration, own)
        if names & _named_in(registration):
            found.append(registration)
    return found


def forget_mentions_of(own: Iterable[Registration]) -> int:
    """Take the names of `own` out of other people's registrations; return out of how many.

    The contact goes with the name when it is theirs: they registered somebody else.
    """
    own = list(own)
    contacts = {contact for row in own for contact in (row.phone, row.email.casefold()) if contact}
    mentions = mentions_of(own)
    for registration in mentions:
        names = _names_for(registration, own)
        registration.companions = [name for name in registration.companions if _same(name) not in names]
        if _same(registration.relay_name) in names:
            registration.relay_name = registration.relay_role = ""
            registration.phone = "" if registration.phone in contacts else registration.phone
            registration.email = "" if registration.email.casefold() in contacts else registration.email
        registration.save(update_fields=["companions", "relay_name", "relay_role", "phone", "email"])
    return len(mentions)


def as_mention(registration: Registration) -> dict[str, Any]:
    """Say that a person stands in somebody else's registration, without telling whose it is."""
    return {
        "named_beside": registration.organization.name,
        "dates": [session.start.isoformat() for session in registration.sessions.all()],
        "kept_until": registration.expires_on.isoformat(),
    }


def _others(own: list[Registration]) -> Iterable[Registration]:
    organizations = {row.organization_id for row in own}
    others = Registration.objects.filter(organization__in=organizations, anonymized_at=None)
    named = others.exclude(companions=[]) | others.exclude(relay_name="")
    keys = [row.pk for row in own]
    return (
        named.exclude(pk__in=keys).select_related("organization").prefetch_related("sessions").order_by("pk")
    )


def _names_for(registration: Registration, own: list[Registration]) -> set[str]:
    same = (row for row in own if row.organization_id == registration.organization_id)
    return {_same(row.name) for row in same if row.name}


def _named_in(registration: Registration) -> set[str]:
    return {_same(name) for name in [*registration.companions, registration.relay_name] if name}


def _same(name: str) -> str:
    """Return `name` as it is compared: whatever its case and its spaces."""
    return " ".join(name.casefold().split())


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
