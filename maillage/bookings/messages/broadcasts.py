"""What an editor wrote to everybody, as each person reads it."""

from __future__ import annotations

from typing import Any

from maillage.outbox.renderers import EmailContent
from maillage.outbox.texts import fill

from ..models import Broadcast, Registration, Session
from .emails import context_of, dates_to_tell, find_registration, values_of, written

KIND = "bookings.broadcast"


def render_broadcast(params: dict[str, Any]) -> EmailContent | None:
    """Return the e-mail of `params["broadcast"]` to `params["registration"]`.

    None when the person was erased, has no address, or is no longer among those it was written to.
    """
    registration = find_registration(KIND, params)
    broadcast = Broadcast.objects.filter(pk=params["broadcast"]).first()
    if registration is None or broadcast is None or not registration.email:
        return None
    if registration.status not in broadcast.statuses:
        return None
    about = {"session": broadcast.session_id} if broadcast.session_id else {}
    dates = dates_to_tell(registration, {**params, **about})
    return compose(registration, dates, subject=broadcast.subject, body=broadcast.body) if dates else None


def compose(registration: Registration, dates: list[Session], *, subject: str, body: str) -> EmailContent:
    """Return the e-mail that `registration` reads; the preview shows the same."""
    values = values_of(registration, dates)
    context = {**context_of(registration, dates), "body": fill(body, values)}
    return EmailContent(
        to=registration.email,
        subject=fill(subject, values),
        text=written("bookings/mail/broadcast.txt", context),
        reply_to=registration.organization.email,
    )
