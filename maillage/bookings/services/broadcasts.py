"""One text of the team to everybody of a date or of a series."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from maillage.outbox.models import Message
from maillage.outbox.services import enqueue_many

from ..messages.broadcasts import KIND
from ..models import Broadcast, Call, RegisteredDate, Registration
from .notices import message_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..models import Session
    from ..querysets import RegistrationQuerySet


def people_to_write_to(
    session: Session, statuses: Sequence[str], *, whole_series: bool = False
) -> RegistrationQuerySet:
    """Return the registrations of `session` that have one of `statuses`, those of its series' dates too.

    Each person is there once, and nobody who was erased.
    """
    rows = Registration.objects.filter(status__in=statuses, anonymized_at=None)
    if whole_series and session.series_id is not None:
        rows = rows.filter(dates__session__series=session.series_id)
    else:
        rows = rows.filter(dates__session=session)
    return rows.distinct().order_by("pk")


def send_broadcast(
    session: Session,
    *,
    statuses: Sequence[str],
    subject: str,
    body: str,
    user: Any,
    key: str,
    whole_series: bool = False,
) -> Broadcast:
    """Write `body` to everybody, in one transaction and a constant number of queries; return what was kept.

    Those without an e-mail address are put on the list of people to call. The same `key` twice is one
    message: what was kept the first time comes back.
    """
    draft = Broadcast(
        organization_id=session.organization_id,
        session=None if whole_series else session,
        series_id=session.series_id if whole_series else None,
        statuses=list(statuses),
        subject=subject,
        body=body,
        sent_by=user,
        key=key,
    )
    try:
        return _send_once(draft, session)
    except IntegrityError:
        return Broadcast.objects.get(key=key)


@transaction.atomic
def _send_once(broadcast: Broadcast, session: Session) -> Broadcast:
    in_series = broadcast.series_id is not None
    people = list(people_to_write_to(session, broadcast.statuses, whole_series=in_series))
    broadcast.recipients = len(people)
    broadcast.save(force_insert=True)
    occasion = f"{broadcast.pk}"
    enqueue_many(
        [
            Message(
                kind=KIND,
                params={"registration": person.pk, "broadcast": broadcast.pk},
                key=message_key(KIND, person, occasion),
                subject_reference=person.reference,
                organization_id=session.organization_id,
            )
            for person in people
            if person.email
        ]
    )
    _ask_to_call(broadcast, [person for person in people if not person.email], session)
    return broadcast


def _ask_to_call(broadcast: Broadcast, people: Sequence[Registration], session: Session) -> None:
    """Put on the list those whom no e-mail reaches, each about a date of their own."""
    now = timezone.now()
    dates = {} if broadcast.series_id is not None else dict.fromkeys((one.pk for one in people), session)
    rows = RegisteredDate.objects.filter(registration__in=people, session__series=broadcast.series_id)
    if broadcast.series_id is not None:
        # The next one of each person; the last one when all have gone by.
        for row in rows.select_related("session").order_by("-session__start"):
            if row.registration_id not in dates or row.session.end > now:
                dates[row.registration_id] = row.session
    Call.objects.bulk_create(
        Call(
            kind=KIND,
            registration=person,
            session=dates[person.pk],
            broadcast=broadcast,
            key=message_key(KIND, person, f"{broadcast.pk}"),
            before=dates[person.pk].start if dates[person.pk].start > now else None,
        )
        for person in people
    )
