"""People to call: put on the list once for each thing to say, told, tried again, or answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F
from django.utils import timezone

from ..errors import AnswerAwaited, CallAgainInThePast, CallAgainTooLate, CallIsOver
from ..models import NEWS_OF_A_DATE, OFFER, Call
from ..words.dates import moment_words

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.base_user import AbstractBaseUser
    from django.db.models import QuerySet

    from ..models import Registration, Session


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
        raise CallAgainTooLate(moment_words(call.before.astimezone(zone)))
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
