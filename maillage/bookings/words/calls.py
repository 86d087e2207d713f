"""What is said to somebody who is called, as a sentence to read aloud; calls about one date together."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from .dates import moment_words, session_words, was_on_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from maillage.bookings.models import Call, Session


@dataclass(frozen=True)
class SameNews:
    """The people to whom the same thing is to be said."""

    session: Session | None
    words: str
    calls: list[Call]


def grouped(calls: Iterable[Call]) -> list[SameNews]:
    """Return `calls` (read with `with_people()`) by date and by news, in the order they came."""
    return [
        SameNews(call.session, words, [call, *others])
        for (_date, words), (call, *others) in (
            (key, list(same)) for key, same in groupby(calls, key=lambda one: (one.session_id, news_of(one)))
        )
    ]


def news_of(call: Call) -> str:
    """Return what to say, true at this moment: the date as it is now, the offer as it stands."""
    session = call.session
    if session is None:
        return _("Call this person: something has changed.")
    if call.kind == "bookings.seats_offered":
        return _offer(call, session)
    if call.kind == "bookings.registration_promoted":
        return _("A seat has become free: this person is registered.")
    return news_of_date(session)


def news_of_date(session: Session) -> str:
    """Return in a sentence what has changed about a date, with the reason."""
    if session.is_cancelled:
        words = _("This date is cancelled.")
    elif session.is_postponed:
        words = _("This date is postponed. The new day is not known yet.")
    else:
        words = _("It now takes place on %(date)s.") % {"date": _when_and_where(session)}
        if session.is_moved:
            words = f"{words} {was_on_words(session)}."
    return f"{words} {session.status_reason}".strip()


def _offer(call: Call, session: Session) -> str:
    until = call.registration.offer_expires_at
    if until is None:
        return _("A seat is kept for this person.")
    moment = moment_words(until.astimezone(session.zone))
    return _("A seat is kept for this person until %(moment)s. Does she or he come?") % {"moment": moment}


def _when_and_where(session: Session) -> str:
    parts = (session_words(session), str(session.place or ""), session.room)
    return ", ".join(part for part in parts if part)
