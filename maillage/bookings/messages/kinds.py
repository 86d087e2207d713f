"""What is written to people, one entry a kind: its name for the team, its subject, what is true of whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from ..models import RegistrationStatus

STILL_THERE = frozenset(RegistrationStatus) - {RegistrationStatus.CANCELLED}
CONFIRMED = frozenset({RegistrationStatus.CONFIRMED})


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of message. Nothing late is sent about a registration that has left `statuses`."""

    # What the team reads in the log.
    label: Any
    # The subject of the e-mail; `%(title)s` is the page's.
    subject: Any
    statuses: frozenset[str] = STILL_THERE
    # Whether a calendar file follows: it puts the date in somebody's diary, or takes it out.
    with_calendar: bool = False
    # The text message, where one is worth its price; it may hold the keys of `messages.texts`.
    short: Any = ""


KINDS: dict[str, Kind] = {
    "bookings.registration_confirmed": Kind(
        _("Confirmation of a registration"),
        _("You are registered: %(title)s"),
        CONFIRMED,
        with_calendar=True,
        short=_("You are registered: %(title)s, %(when)s, %(where)s. Reference %(reference)s. %(link)s"),
    ),
    "bookings.registration_waiting": Kind(
        _("Place on the waiting list"),
        _("You are on the waiting list: %(title)s"),
        frozenset({RegistrationStatus.WAITING}),
        short=_("You are on the waiting list: %(title)s, %(when)s. Reference %(reference)s. %(link)s"),
    ),
    "bookings.registration_promoted": Kind(
        _("A seat for somebody who waited"),
        _("A seat is free, you are registered: %(title)s"),
        CONFIRMED,
        with_calendar=True,
        short=_("A seat is free, you are registered: %(title)s, %(when)s, %(where)s. %(link)s"),
    ),
    "bookings.seats_offered": Kind(
        _("A seat kept for somebody who waited"),
        _("A seat is kept for you, please answer: %(title)s"),
        frozenset({RegistrationStatus.OFFERED}),
        short=_("A seat is kept for you until %(until)s: %(title)s, %(when)s. Answer here: %(link)s"),
    ),
    "bookings.offer_ended": Kind(
        _("Nobody answered to a seat that was kept"),
        _("The seat is not kept any more: %(title)s"),
        frozenset({RegistrationStatus.CANCELLED}),
    ),
    "bookings.registration_changed": Kind(
        _("Registration changed by the person"), _("Your registration has changed: %(title)s")
    ),
    "bookings.registration_cancelled": Kind(
        _("Registration cancelled"),
        _("Your registration is cancelled: %(title)s"),
        frozenset({RegistrationStatus.CANCELLED}),
    ),
    "bookings.cycle_left": Kind(
        _("Dates to come of a cycle given back"),
        _("You are no longer expected: %(title)s"),
        CONFIRMED,
    ),
    "bookings.session_cancelled": Kind(
        _("Date cancelled"),
        _("Cancelled: %(title)s"),
        with_calendar=True,
        short=_("CANCELLED: %(title)s, %(when)s. %(reason)s"),
    ),
    "bookings.session_moved": Kind(
        _("Date moved"),
        _("New date: %(title)s"),
        with_calendar=True,
        short=_("NEW DATE: %(title)s is now %(when)s, %(where)s. %(link)s"),
    ),
    "bookings.session_postponed": Kind(
        _("Date postponed"),
        _("Postponed, wait for the new date: %(title)s"),
        with_calendar=True,
        short=_("POSTPONED: %(title)s, %(when)s, does not take place. We tell you the new date. %(reason)s"),
    ),
    "bookings.reminder": Kind(
        _("Reminder"),
        _("Reminder: %(title)s"),
        CONFIRMED,
        short=_("Reminder: %(title)s, %(when)s, %(where)s. You cannot come? %(link)s"),
    ),
    "bookings.thanks": Kind(_("Thanks"), _("Thank you for coming: %(title)s"), CONFIRMED),
}

# What an organisation's own words may hold in braces, for every kind.
VARIABLES: dict[str, Any] = {
    "nom": _("the person’s name"),
    "atelier": _("the title of the page"),
    "date": _("the day and the hour"),
    "lieu": _("the place"),
    "reference": _("the reference of the registration"),
    "structure": _("your organisation"),
}
