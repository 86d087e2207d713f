"""The e-mails of bookings, made at the moment they leave: fresh dates, fresh links."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.outbox.renderers import Attachment, EmailContent, Renderer, labelled

from .appointments import as_lived_by
from .ical import session_calendar
from .links import absolute, registration_token
from .models import Registration, RegistrationStatus, Session
from .words import moment_words

# For each kind: what the team reads in the log, and the subject that the person reads.
KINDS: dict[str, tuple[Any, Any]] = {
    "bookings.registration_confirmed": (
        gettext_lazy("Confirmation of a registration"),
        gettext_lazy("You are registered: %(title)s"),
    ),
    "bookings.registration_waiting": (
        gettext_lazy("Place on the waiting list"),
        gettext_lazy("You are on the waiting list: %(title)s"),
    ),
    "bookings.registration_promoted": (
        gettext_lazy("A seat for somebody who waited"),
        gettext_lazy("A seat is free, you are registered: %(title)s"),
    ),
    "bookings.seats_offered": (
        gettext_lazy("A seat kept for somebody who waited"),
        gettext_lazy("A seat is kept for you, please answer: %(title)s"),
    ),
    "bookings.offer_ended": (
        gettext_lazy("Nobody answered to a seat that was kept"),
        gettext_lazy("The seat is not kept any more: %(title)s"),
    ),
    "bookings.registration_changed": (
        gettext_lazy("Registration changed by the person"),
        gettext_lazy("Your registration has changed: %(title)s"),
    ),
    "bookings.registration_cancelled": (
        gettext_lazy("Registration cancelled"),
        gettext_lazy("Your registration is cancelled: %(title)s"),
    ),
    "bookings.session_cancelled": (gettext_lazy("Date cancelled"), gettext_lazy("Cancelled: %(title)s")),
    "bookings.session_moved": (gettext_lazy("Date moved"), gettext_lazy("New date: %(title)s")),
    "bookings.session_postponed": (
        gettext_lazy("Date postponed"),
        gettext_lazy("Postponed, wait for the new date: %(title)s"),
    ),
}
# A calendar file follows what puts the date in somebody's diary, or takes it out.
WITH_CALENDAR = {
    "bookings.registration_confirmed",
    "bookings.registration_promoted",
    "bookings.session_cancelled",
    "bookings.session_moved",
    "bookings.session_postponed",
}
# What is true of these statuses only: nothing late is sent about a registration that has gone on.
ONLY_WHILE = {
    "bookings.registration_confirmed": {RegistrationStatus.CONFIRMED},
    "bookings.registration_promoted": {RegistrationStatus.CONFIRMED},
    "bookings.registration_waiting": {RegistrationStatus.WAITING},
    "bookings.seats_offered": {RegistrationStatus.OFFERED},
    "bookings.offer_ended": {RegistrationStatus.CANCELLED},
    "bookings.registration_cancelled": {RegistrationStatus.CANCELLED},
}
STILL_THERE = set(RegistrationStatus) - {RegistrationStatus.CANCELLED}


def renderers() -> dict[str, Renderer]:
    """Return the function that makes each kind of e-mail from its keys."""
    return {
        kind: labelled(label)(partial(render_registration_email, kind))
        for kind, (label, _subject) in KINDS.items()
    }


def render_registration_email(kind: str, params: dict[str, Any]) -> EmailContent | None:
    """Return the e-mail `kind` for the registration `params["registration"]`, in French.

    None when nobody is there to read it any more: the person was erased, gave no address, or
    has cancelled since.
    """
    registration = (
        Registration.objects.select_related("organization", "organization__page")
        .filter(pk=params["registration"], anonymized_at=None)
        .exclude(email="")
        .first()
    )
    if registration is None or not _is_true_of(kind, registration):
        return None
    dates = _dates_to_tell(kind, registration, params)
    if not dates:
        return None
    context = _context(kind, registration, dates)
    return EmailContent(
        to=registration.email,
        subject=str(KINDS[kind][1]) % {"title": dates[0].page.title},
        text=_written(f"bookings/mail/{kind.removeprefix('bookings.')}.txt", context),
        attachments=_calendar(kind, dates, full_address=context["full_address"]),
        reply_to=registration.organization.email,
    )


def _is_true_of(kind: str, registration: Registration) -> bool:
    """Whether what the e-mail says is still so."""
    if kind == "bookings.offer_ended" and not registration.has_let_offer_end:
        return False
    return registration.status in ONLY_WHILE.get(kind, STILL_THERE)


def _written(template: str, context: dict[str, Any]) -> str:
    """Return the text of an e-mail, with one empty line at most where the template leaves several."""
    return re.sub(r"\n{3,}", "\n\n", render_to_string(template, context)).strip() + "\n"


def _dates_to_tell(kind: str, registration: Registration, params: dict[str, Any]) -> list[Session]:
    dates = Session.objects.for_cards().filter(registrations=registration).order_by("start")
    if "session" in params:
        dates = dates.filter(pk=params["session"])
    return as_lived_by(registration, dates)


def _context(kind: str, registration: Registration, dates: list[Session]) -> dict[str, Any]:
    token = registration_token(registration)
    return {
        "registration": registration,
        "organization": registration.organization,
        "title": dates[0].page.title,
        "dates": dates,
        "rank": registration.waiting_rank(),
        # As on the site: an address kept for registered people is told to nobody else.
        "full_address": registration.status == RegistrationStatus.CONFIRMED,
        "answer_before": answer_before(registration, dates),
        "page_link": absolute(reverse("bookings:registration", args=[token])),
        "cancel_link": absolute(reverse("bookings:cancel_registration", args=[token])),
        "accept_link": absolute(reverse("bookings:accept_offer", args=[token])),
        "decline_link": absolute(reverse("bookings:decline_offer", args=[token])),
        "find_link": absolute(reverse("bookings:find_registration")),
        "agenda_link": absolute(reverse("bookings:agenda")),
    }


def answer_before(registration: Registration, dates: list[Session]) -> str:
    """Return until when seats are kept, on the clock of the place; empty when none are."""
    if registration.offer_expires_at is None or not registration.is_offered:
        return ""
    return moment_words(registration.offer_expires_at.astimezone(dates[0].zone))


def _calendar(kind: str, dates: list[Session], *, full_address: bool) -> tuple[Attachment, ...]:
    if kind not in WITH_CALENDAR:
        return ()
    content = session_calendar(dates, full_address=full_address)
    return (Attachment(filename=_("date.ics"), content=content, mimetype="text/calendar"),)
