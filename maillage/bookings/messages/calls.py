"""What is said to somebody who is called, as a sentence to read aloud; calls about one date together."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maillage.bookings.formats import format_moment, format_session, format_was_on
from maillage.bookings.messages.rendering import values_of
from maillage.bookings.models import NEWS_OF_A_DATE
from maillage.bookings.rules import at_appointment
from maillage.outbox.texts import fill

if TYPE_CHECKING:
    from collections.abc import Iterable

    from maillage.bookings.models import Broadcast, Call, Session

# What the other kinds of messages say, to be told about one person.
SENTENCES = {
    "bookings.registration_confirmed": gettext_lazy("This person is registered."),
    "bookings.registration_waiting": gettext_lazy("This person is on the waiting list."),
    "bookings.registration_promoted": gettext_lazy("A seat has become free: this person is registered."),
    "bookings.offer_ended": gettext_lazy(
        "Nobody answered in time: no seat is kept for this person any more."
    ),
    "bookings.registration_changed": gettext_lazy("This registration was changed. Say how it is now."),
    "bookings.registration_cancelled": gettext_lazy("This registration is cancelled."),
    "bookings.cycle_left": gettext_lazy(
        "This person is no longer expected on the dates to come of the cycle."
    ),
    "bookings.reminder": gettext_lazy("Remind this person of the date, and ask whether they come."),
    "bookings.thanks": gettext_lazy("Thank this person for coming."),
}


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
    """Return what to say, true at this moment: the date as it is now, the offer as it stands.

    Every kind of message has its own sentence, so that none is told in the words of another.
    """
    if call.broadcast is not None:
        return _own_words(call, call.broadcast)
    if call.kind in NEWS_OF_A_DATE and call.session is not None:
        return news_of_date(_as_lived(call, call.session))
    if call.is_offer:
        return _offer(call)
    sentence = SENTENCES.get(call.kind)
    return str(sentence) if sentence else _("Look at this registration, then call this person.")


def news_of_date(session: Session) -> str:
    """Return in a sentence what has changed about a date, with the reason."""
    if session.is_cancelled:
        words = _("This date is cancelled.")
    elif session.is_postponed:
        words = _("This date is postponed. The new day is not known yet.")
    else:
        words = _("It now takes place on %(date)s.") % {"date": _when_and_where(session)}
        if session.is_moved:
            words = f"{words} {format_was_on(session)}."
    return f"{words} {session.status_reason}".strip()


def _own_words(call: Call, broadcast: Broadcast) -> str:
    """Return what the team wrote to everybody, as this person would have read it."""
    if call.session is None:
        return f"{broadcast.subject}\n{broadcast.body}"
    values = values_of(call.registration, [_as_lived(call, call.session)])
    return f"{fill(broadcast.subject, values)}\n{fill(broadcast.body, values)}"


def _as_lived(call: Call, session: Session) -> Session:
    """Return the date of a call at the hour of this person's appointment."""
    hours = {row.session_id: row.slot_start for row in call.registration.dates.all()}
    return at_appointment(session, hours.get(session.pk))


def _offer(call: Call) -> str:
    until, session = call.registration.offer_expires_at, call.session
    if until is None or session is None:
        return _("A seat is kept for this person.")
    moment = format_moment(until.astimezone(session.zone))
    registration = call.registration
    if registration.is_offered_fewer:
        sentence = ngettext(
            "%(seats)s seat of the %(asked)s that %(name)s asked for is kept until %(answer_before)s.",
            "%(seats)s seats of the %(asked)s that %(name)s asked for are kept until %(answer_before)s.",
            registration.seats_held,
        )
        counted = {"seats": registration.seats_held, "asked": registration.seats, "name": registration.name}
        return sentence % {**counted, "answer_before": moment}
    if registration.seats_held > 1:
        sentence = _("%(seats)d seats are kept for this person until %(moment)s. Does she or he come?")
        return sentence % {"seats": registration.seats_held, "moment": moment}
    return _("A seat is kept for this person until %(moment)s. Does she or he come?") % {"moment": moment}


def _when_and_where(session: Session) -> str:
    parts = (format_session(session), str(session.place or ""), session.room)
    return ", ".join(part for part in parts if part)
