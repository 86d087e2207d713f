"""What a person must hear, written in the transaction of the change: a message, a call, or both."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from maillage.outbox.models import Channel
from maillage.outbox.services import enqueue
from maillage.outbox.sms import sms_is_on
from maillage.privacy.contacts import is_mobile

from ..conf import get_conf
from ..models import Registration, Session
from .calls import ask_to_call

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
