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

from .ical import session_calendar
from .links import absolute, registration_token
from .models import Registration, Session

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
    "bookings.registration_cancelled": (
        gettext_lazy("Registration cancelled"),
        gettext_lazy("Your registration is cancelled: %(title)s"),
    ),
    "bookings.session_cancelled": (gettext_lazy("Date cancelled"), gettext_lazy("Cancelled: %(title)s")),
    "bookings.session_moved": (gettext_lazy("Date moved"), gettext_lazy("New date: %(title)s")),
}
# A calendar file follows what puts the date in somebody's diary, or takes it out.
WITH_CALENDAR = {
    "bookings.registration_confirmed",
    "bookings.registration_promoted",
    "bookings.session_cancelled",
    "bookings.session_moved",
}
# These say that somebody will not come: nothing is sent about what they left.
ABOUT_THE_LEAVING = {"bookings.registration_cancelled"}


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
    if registration is None or registration.is_cancelled != (kind in ABOUT_THE_LEAVING):
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


def _written(template: str, context: dict[str, Any]) -> str:
    """Return the text of an e-mail, with one empty line at most where the template leaves several."""
    return re.sub(r"\n{3,}", "\n\n", render_to_string(template, context)).strip() + "\n"


def _dates_to_tell(kind: str, registration: Registration, params: dict[str, Any]) -> list[Session]:
    dates = Session.objects.for_cards().filter(registrations=registration).order_by("start")
    if "session" in params:
        dates = dates.filter(pk=params["session"])
    return list(dates)


def _context(kind: str, registration: Registration, dates: list[Session]) -> dict[str, Any]:
    token = registration_token(registration)
    return {
        "registration": registration,
        "organization": registration.organization,
        "title": dates[0].page.title,
        "dates": dates,
        "rank": registration.waiting_rank(),
        # As on the site: an address kept for registered people is not told to those who wait or left.
        "full_address": not (registration.is_waiting or registration.is_cancelled),
        "page_link": absolute(reverse("bookings:registration", args=[token])),
        "cancel_link": absolute(reverse("bookings:cancel_registration", args=[token])),
        "agenda_link": absolute(reverse("bookings:agenda")),
    }


def _calendar(kind: str, dates: list[Session], *, full_address: bool) -> tuple[Attachment, ...]:
    if kind not in WITH_CALENDAR:
        return ()
    content = session_calendar(dates, full_address=full_address)
    return (Attachment(filename=_("date.ics"), content=content, mimetype="text/calendar"),)
