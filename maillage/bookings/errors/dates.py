"""Why one date is not changed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .base import BookingError


class CapacityBelowSeatsTaken(BookingError):
    """People already hold more seats than the new number."""

    def __init__(self, seats_taken: int) -> None:
        super().__init__(
            ngettext(
                "%(taken)d seat is already taken: type at least %(taken)d.",
                "%(taken)d seats are already taken: type at least %(taken)d.",
                seats_taken,
            )
            % {"taken": seats_taken}
        )
        self.seats_taken = seats_taken


class DateChangeError(BookingError):
    """One date that cannot be changed like this."""


class DateIsCancelled(DateChangeError):
    """The date was cancelled before."""

    message = _("This date is already cancelled.")


class DateIsPast(DateChangeError):
    """A date that has taken place is changed."""

    message = _("This date is past: it can no longer be changed.")


class DateInUse(DateChangeError):
    """People are, or were, registered: the date is part of what happened."""

    message = _("People have registered for this date. Cancel it: they will be told.")


class StartInThePast(DateChangeError):
    """The new time has already gone by."""

    message = _("This time is past. Choose a day and an hour to come.")


class EndBeforeBeginning(DateChangeError):
    """The date would end before it begins."""

    message = _("The end comes before the beginning. Check the hours.")


class DateIsPostponed(DateChangeError):
    """The date was postponed before."""

    message = _("This date is already postponed. Type its new day when you know it.")


class AppointmentsOutside(DateChangeError):
    """Somebody has an appointment at an hour that the date would no longer have."""

    message = _(
        "Somebody has an appointment at an hour that would no longer exist. Keep it, or call them first."
    )


class MoreSeatsThanAppointments(DateChangeError):
    """A date cut into appointments would take more people than it has hours."""

    def __init__(self, appointments: int) -> None:
        super().__init__(
            ngettext(
                "These hours hold %(count)d appointment: type %(count)d seat at most.",
                "These hours hold %(count)d appointments: type %(count)d seats at most.",
                appointments,
            )
            % {"count": appointments}
        )
        self.appointments = appointments


class AppointmentTooLong(DateChangeError):
    """Not even one appointment fits between the beginning and the end."""

    message = _("An appointment is longer than these hours. Choose shorter appointments.")
