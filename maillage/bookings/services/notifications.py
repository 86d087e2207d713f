"""What people must hear, written in the transaction of the change: messages, calls, broadcasts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from maillage.bookings.conf import get_conf
from maillage.bookings.errors import AnswerAwaited, CallAgainInThePast, CallAgainTooLate, CallIsOver
from maillage.bookings.formats import format_moment
from maillage.bookings.messages.rendering import KIND
from maillage.bookings.models import (
    NEWS_OF_A_DATE,
    OFFER,
    Broadcast,
    Call,
    RegisteredDate,
    Registration,
    Session,
)
from maillage.outbox.models import Channel, Message
from maillage.outbox.services import enqueue, enqueue_many
from maillage.outbox.sms import sms_is_on
from maillage.privacy.contacts import is_mobile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.contrib.auth.base_user import AbstractBaseUser
    from django.db.models import QuerySet

    from maillage.bookings.querysets import RegistrationQuerySet


def ask_to_call(
    kind: str,
    registration: Registration,
    *,
    key: str,
    session: Session | None = None,
    before: datetime | None = None,
) -> None:
    """Put `registration` on the list, in the caller's transaction; the same `key` twice is one call.

    `kind` is the kind of message that the voice stands for, `session` the one date it is about, and
    `before` (aware) the hour by which the person should know.
    """
    call = Call(kind=kind, registration=registration, session=session, key=key, before=before)
    Call.objects.bulk_create([call], ignore_conflicts=True)


def forget_older_news(session: Session) -> None:
    """Take off the list what nobody has said yet about the hours of `session`: newer news replace it."""
    Call.objects.filter(session=session, done_at=None, kind__in=NEWS_OF_A_DATE).delete()


def tick_call(call: Call, user: AbstractBaseUser) -> bool:
    """Note that `user` has told what was to be told; tell whether nobody had before.

    Raises AnswerAwaited for a call that asks something: it is over once `note_answer()` knows the answer.
    """
    if call.is_offer:
        raise AnswerAwaited
    return bool(_to_make(call).update(done_at=timezone.now(), done_by=user))


def untick_call(call: Call) -> None:
    """Put a call back on the list: nobody answered after all, or the wrong line was ticked.

    An answer is not taken back so: it has moved seats.
    """
    Call.objects.filter(pk=call.pk, answer="").update(done_at=None, done_by=None)


def note_not_reached(call: Call, *, now: datetime | None = None) -> None:
    """Note that nobody picked up: the call stays on the list. Raises CallIsOver."""
    tried = {"tries": F("tries") + 1, "tried_at": now or timezone.now(), "again_at": None}
    if not _to_make(call).update(**tried):
        raise CallIsOver


def call_again(call: Call, at: datetime, *, now: datetime | None = None) -> None:
    """Note that the person is to be called again at `at` (aware).

    Raises CallIsOver, CallAgainInThePast, or CallAgainTooLate when they could not do anything about it
    any more: the seat is no longer kept, or the date has begun.
    """
    now = now or timezone.now()
    if at <= now:
        raise CallAgainInThePast
    if call.before is not None and now < call.before < at:
        zone = call.session.zone if call.session is not None else None
        raise CallAgainTooLate(format_moment(call.before.astimezone(zone)))
    if not _to_make(call).update(again_at=at):
        raise CallIsOver


def note_answer(registration: Registration, answer: str, user: AbstractBaseUser, *, now: datetime) -> None:
    """Keep on the calls about the offer of `registration` what `user` was answered: a CallAnswer.

    In the transaction of the answer itself, under the dates' lock.
    """
    asked = registration.calls.filter(kind=OFFER, done_at=None)
    asked.update(answer=answer, done_at=now, done_by=user)


def _to_make(call: Call) -> QuerySet[Call]:
    return Call.objects.filter(pk=call.pk, done_at=None)


# What somebody cannot see on the screen where they asked for it: it is said aloud to those whom no
# e-mail tells, and to everybody when there is little time left to read one.
WORTH_A_CALL = frozenset(
    {
        "bookings.registration_promoted",
        "bookings.seats_offered",
        "bookings.session_cancelled",
        "bookings.session_moved",
        "bookings.session_postponed",
    }
)

# What is worth the price of a text message.
WORTH_A_TEXT = WORTH_A_CALL | {
    "bookings.registration_confirmed",
    "bookings.registration_waiting",
    "bookings.reminder",
}


def tell(
    kind: str,
    registration: Registration,
    *,
    occasion: str = "",
    session: Session | None = None,
    before: datetime | None = None,
    now: datetime | None = None,
) -> None:
    """Enqueue the message `kind` for `registration`, once for each `occasion`.

    `session` is the one date it is about, all of the registration's otherwise. A person without
    an e-mail address gets a text message where the site sends some, and is put on the list of those to
    call where it does not; so is everybody with a phone when `before` (aware: when they would come; by
    default the start of the date) is nearer than CALL_WITHIN_HOURS.
    """
    key = message_key(kind, registration, occasion)
    channel = _channel_to(registration, kind)
    if channel:
        _write(kind, registration, key, session, channel)
    if kind not in WORTH_A_CALL:
        return
    session = session or _first_date(registration)
    before = before or (session.start if session else None)
    if not channel or (registration.phone and is_near(before, now)):
        ask_to_call(kind, registration, key=key, session=session, before=before)


def message_key(kind: str, registration: Registration, occasion: str) -> str:
    """Return what makes a message leave once for each `occasion`, however often it is written."""
    return f"{kind}:{registration.public_id}:{occasion}"


def _channel_to(registration: Registration, kind: str) -> Channel | None:
    """Return the way that reaches this person by writing, or None when only a voice does."""
    if registration.email:
        return Channel.EMAIL
    by_text = kind in WORTH_A_TEXT and sms_is_on() and is_mobile(registration.phone)
    return Channel.SMS if by_text else None


def is_near(start: datetime | None, now: datetime | None = None) -> bool:
    """Tell whether `start` (aware) is too near at `now` for an e-mail alone."""
    if start is None:
        return False
    return start - (now or timezone.now()) < timedelta(hours=get_conf()["CALL_WITHIN_HOURS"])


def _write(
    kind: str, registration: Registration, key: str, session: Session | None, channel: Channel
) -> None:
    params = {"registration": registration.pk}
    if session is not None:
        params["session"] = session.pk
    enqueue(
        kind=kind,
        params=params,
        key=key,
        subject_reference=registration.reference,
        organization=registration.organization,
        channel=channel,
    )


def _first_date(registration: Registration) -> Session | None:
    return Session.objects.scheduled().upcoming().filter(registrations=registration).first()


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
