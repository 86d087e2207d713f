"""The e-mails and text messages of bookings, made at the moment they leave: fresh dates, fresh links."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.bookings.calendars.ical import session_calendar
from maillage.bookings.formats import format_moment, format_session
from maillage.bookings.links import absolute, registration_path, registration_token
from maillage.bookings.messages.kinds import KINDS, VARIABLES, Kind
from maillage.bookings.models import Broadcast, Registration, Session
from maillage.bookings.rules import as_lived_by
from maillage.outbox.renderers import Attachment, EmailContent, Renderer, labelled
from maillage.outbox.sms import SmsContent
from maillage.outbox.texts import fill, words_for


def renderers() -> dict[str, Renderer]:
    """Return the function that makes each kind of e-mail from its keys."""
    return {
        kind: labelled(about.label, VARIABLES)(partial(render_registration_email, kind))
        for kind, about in KINDS.items()
    }


def render_registration_email(kind: str, params: dict[str, Any]) -> EmailContent | None:
    """Return the e-mail `kind` for the registration `params["registration"]`, in French.

    None when nobody is there to read it any more: the person was erased, gave no address, or
    has cancelled since.
    """
    registration = find_registration(kind, params)
    if registration is None or not registration.email:
        return None
    dates = dates_to_tell(registration, params)
    if not dates:
        return None
    words = words_for(registration.organization, kind, values_of(registration, dates))
    context = {**context_of(registration, dates), "words": words}
    return EmailContent(
        to=registration.email,
        subject=words.subject or str(KINDS[kind].subject) % {"title": dates[0].page.title},
        text=written(f"bookings/mail/{kind.removeprefix('bookings.')}.txt", context),
        attachments=_calendar(kind, dates, full_address=context["full_address"]),
        reply_to=registration.organization.email,
    )


def find_registration(kind: str, params: dict[str, Any]) -> Registration | None:
    """Return the registration that a message `kind` is about, or None when it has no sense any more."""
    rows = Registration.objects.select_related("organization", "organization__page")
    registration = rows.filter(pk=params["registration"], anonymized_at=None).first()
    return registration if registration is not None and _is_true_of(kind, registration) else None


def _is_true_of(kind: str, registration: Registration) -> bool:
    """Whether what the e-mail says is still so."""
    if kind == "bookings.offer_ended" and not registration.has_let_offer_end:
        return False
    return kind not in KINDS or registration.status in KINDS[kind].statuses


def written(template: str, context: dict[str, Any]) -> str:
    """Return the text of an e-mail, with one empty line at most where the template leaves several."""
    return re.sub(r"\n{3,}", "\n\n", render_to_string(template, context)).strip() + "\n"


def dates_to_tell(registration: Registration, params: dict[str, Any]) -> list[Session]:
    """Return the dates that a message is about, as the person lives them, soonest first."""
    dates = Session.objects.for_cards().filter(registrations=registration).order_by("start")
    if "session" in params:
        dates = dates.filter(pk=params["session"])
    return as_lived_by(registration, dates)


def context_of(registration: Registration, dates: list[Session]) -> dict[str, Any]:
    """Return what the templates of e-mails and of text know about one registration."""
    token = registration_token(registration)
    return {
        "registration": registration,
        "organization": registration.organization,
        "title": dates[0].page.title,
        "dates": dates,
        "rank": registration.waiting_rank(),
        "to_come": any(date.is_to_come for date in dates),
        "full_address": registration.reads_full_address,
        "answer_before": answer_before(registration, dates),
        "page_link": absolute(reverse("bookings:registration", args=[token])),
        "cancel_link": absolute(reverse("bookings:cancel_registration", args=[token])),
        "accept_link": absolute(reverse("bookings:accept_offer", args=[token])),
        "decline_link": absolute(reverse("bookings:decline_offer", args=[token])),
        "find_link": absolute(reverse("bookings:find_registration")),
        "agenda_link": absolute(reverse("bookings:agenda")),
    }


def values_of(registration: Registration, dates: list[Session]) -> dict[str, str]:
    """Return what each of VARIABLES stands for, for one person."""
    first = dates[0]
    return {
        "nom": registration.name,
        "atelier": first.page.title,
        "date": format_session(first),
        "lieu": first.place.public_name if first.place else "",
        "reference": registration.spoken_reference,
        "structure": registration.organization.name,
    }


def answer_before(registration: Registration, dates: list[Session]) -> str:
    """Return until when seats are kept, on the clock of the place; empty when none are."""
    if registration.offer_expires_at is None or not registration.is_offered:
        return ""
    return format_moment(registration.offer_expires_at.astimezone(dates[0].zone))


def _calendar(kind: str, dates: list[Session], *, full_address: bool) -> tuple[Attachment, ...]:
    if kind not in KINDS or not KINDS[kind].with_calendar:
        return ()
    content = session_calendar(dates, full_address=full_address)
    return (Attachment(filename=_("date.ics"), content=content, mimetype="text/calendar"),)


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
        "when": format_moment(session.local_start),
        "where": place.commune if place else "",
        "reference": registration.spoken_reference,
        "until": answer_before(registration, dates),
        "reason": session.status_reason[:LONGEST_REASON],
        "link": absolute(registration_path(registration)),
    }
    return f"{registration.organization.name} : {text}".strip()
