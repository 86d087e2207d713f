"""Why somebody is not registered, or their registration not changed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .base import BookingError


class SessionCancelled(BookingError):
    """The date will not take place."""

    message = _("This date is cancelled. Choose another one in the agenda.")


class SessionPostponed(BookingError):
    """The date waits for a new day."""

    message = _("This date is postponed. Its new day is not known yet.")


class RegistrationNotOpen(BookingError):
    """It is too early, too late, or the site is not the way in."""


class RegistrationNotOpenYet(RegistrationNotOpen):
    """It is too early."""

    message = _("Registration for this date is not open yet.")


class RegistrationClosed(RegistrationNotOpen):
    """It is too late."""

    message = _("Registration for this date is closed. Call us: there may still be room.")


class SessionOver(RegistrationNotOpen):
    """The date has begun or is past."""

    message = _("This date is past. Choose another one in the agenda.")


class DateHasBegun(SessionOver):
    """Nobody comes off the waiting list of a date that has begun."""

    message = _("This date has begun: its waiting list is over.")


class RegisterByPhone(RegistrationNotOpen):
    """The organiser takes registrations by phone."""

    message = _("Registration for this date is made by phone.")


class NoRegistrationNeeded(RegistrationNotOpen):
    """People just come."""

    message = _("There is no registration for this date: just come.")


class NotPublic(BookingError):
    """The page of the date is not published, or not for everybody."""

    message = _("This date is not published.")


class SeatsError(BookingError):
    """A number of seats that cannot be given."""


class SessionFull(SeatsError):
    """There is no seat for this registration."""

    def __init__(self, seats_left: int) -> None:
        super().__init__(
            ngettext("Only %(left)d seat is left.", "Only %(left)d seats are left.", seats_left)
            % {"left": seats_left}
            if seats_left
            else str(_("There is no seat left on this date."))
        )
        self.seats_left = seats_left


class KeyAlreadyUsed(BookingError):
    """The idempotency key came before, with another person or another number of seats."""

    message = _("This key was already used for another registration.")


class WasPresent(BookingError):
    """Somebody who came stays registered for the date that they came to."""

    message = _(
        "The presence is noted: this registration is not cancelled any more. Noted by mistake? Correct it"
        " first under “Who is here”."
    )


class AlreadyCancelled(BookingError):
    """The registration was cancelled before."""

    message = _("This registration is already cancelled.")


class OthersWait(SeatsError):
    """Seats are free, and belong to those who wait."""

    message = _("Others already wait for these seats. Keep your number, or call us.")


class MoreSeatsWhileWaiting(SeatsError):
    """A rank on the waiting list grows no seats."""

    message = _("On the waiting list you can ask for fewer seats, not for more.")


class NotThisDate(BookingError):
    """The date is of another page, or of a cycle, which is booked whole."""

    message = _("A registration can only move to another date of the same activity.")


class ChangedMeanwhile(BookingError):
    """Somebody else changed the registration between the look at it and the lock."""

    message = _("This registration has just changed. Open its page again.")


class AppointmentTaken(BookingError):
    """Somebody was quicker, or the hour is not one of the date's."""

    message = _("This hour is no longer free. Choose another one.")


class OneSeatPerAppointment(BookingError):
    """An appointment is for one person."""

    message = _("An appointment is for one person. Choose one hour for each person.")
