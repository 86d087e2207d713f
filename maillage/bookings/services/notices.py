"""What a person must hear, written in the transaction of the change: a message, a call, or both."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Min
from django.utils import timezone

from maillage.outbox.services import enqueue

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
    an e-mail address is put on the list of those to call, and so is everybody with a phone when
    `before` (aware: when they would come; by default the start of the date) is nearer than
    CALL_WITHIN_HOURS.
    """
    key = f"{kind}:{registration.public_id}:{occasion}"
    if registration.email:
        _write(kind, registration, key, session)
    if kind not in WORTH_A_CALL:
        return
    before = before or (session.start if session else _first_start(registration))
    if not registration.email or (registration.phone and is_near(before, now)):
        ask_to_call(kind, registration, key=key, session=session, before=before)


def is_near(start: datetime | None, now: datetime | None = None) -> bool:
    """Tell whether `start` (aware) is too near at `now` for an e-mail alone."""
    if start is None:
        return False
    return start - (now or timezone.now()) < timedelta(hours=get_conf()["CALL_WITHIN_HOURS"])


def _write(kind: str, registration: Registration, key: str, session: Session | None) -> None:
    params = {"registration": registration.pk}
    if session is not None:
        params["session"] = session.pk
    enqueue(
        kind=kind,
        params=params,
        key=key,
        subject_reference=registration.reference,
        organization=registration.organization,
    )


def _first_start(registration: Registration) -> datetime | None:
    coming = Session.objects.scheduled().upcoming().order_by().filter(registrations=registration)
    return coming.aggregate(first=Min("start"))["first"]
