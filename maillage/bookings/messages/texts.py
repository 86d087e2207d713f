"""The text messages of bookings: one sentence, one link, for those whom no e-mail reaches."""

from __future__ import annotations

from functools import partial
from typing import Any

from maillage.bookings.own_pages.links import absolute, registration_path
from maillage.bookings.words.dates import moment_words
from maillage.outbox.renderers import Renderer, labelled
from maillage.outbox.sms import SmsContent

from ..models import Registration, Session
from .emails import answer_before, dates_to_tell, find_registration
from .kinds import KINDS, Kind

# A long title must not push the link out of the message.
LONGEST_TITLE = 60
LONGEST_REASON = 80


def sms_renderers() -> dict[str, Renderer]:
    """Return the function that makes each kind of text message from its keys."""
    return {
        kind: labelled(about.label)(partial(render_registration_sms, kind))
        for kind, about in KINDS.items()
        if about.short
    }


def render_registration_sms(kind: str, params: dict[str, Any]) -> SmsContent | None:
    """Return the text message `kind` for the registration `params["registration"]`, in French.

    None when nobody is there to read it any more, as for the e-mail.
    """
    registration = find_registration(kind, params)
    if registration is None or not registration.phone:
        return None
    dates = dates_to_tell(registration, params)
    if not dates:
        return None
    return SmsContent(to=registration.phone, text=_sentence(KINDS[kind], registration, dates))


def _sentence(kind: Kind, registration: Registration, dates: list[Session]) -> str:
    session = dates[0]
    place = session.place
    text = str(kind.short) % {
        "title": session.page.title[:LONGEST_TITLE],
        "when": moment_words(session.local_start),
        "where": place.commune if place else "",
        "reference": registration.spoken_reference,
        "until": answer_before(registration, dates),
        "reason": session.status_reason[:LONGEST_REASON],
        "link": absolute(registration_path(registration)),
    }
    return f"{registration.organization.name} : {text}".strip()
