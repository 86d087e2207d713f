"""People to call: put on the list once for each thing to say, ticked off, put back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from ..models import Call

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.base_user import AbstractBaseUser

    from ..models import Registration, Session

# What says when a date takes place, or that it does not: the last one alone is true.
NEWS_OF_A_DATE = ("bookings.session_cancelled", "bookings.session_moved", "bookings.session_postponed")


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
    """Note that `user` has called; tell whether nobody had before."""
    undone = Call.objects.filter(pk=call.pk, done_at=None)
    return bool(undone.update(done_at=timezone.now(), done_by=user))


def untick_call(call: Call) -> None:
    """Put a call back on the list: nobody answered after all, or the wrong line was ticked."""
    Call.objects.filter(pk=call.pk).update(done_at=None, done_by=None)
