"""What can be refused, each with the sentence that tells the person what to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from maillage.places.errors import Refusal


class BookingError(Refusal):
    """A registration or a change of date that cannot be made. `str()` is fit to be shown."""


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


class KeyAlreadyUsed(BookingError):
    """The idempotency key came before, with another person or another number of seats."""

    message = _("This key was already used for another registration.")


class AlreadyCancelled(BookingError):
    """The registration was cancelled before."""

    message = _("This registration is already cancelled.")


class OthersWait(SeatsError):
    """Seats are free, and belong to those who wait."""

    message = _("Others already wait for these seats. Keep your number, or call us.")


class MoreSeatsWhileWaiting(SeatsError):
    """A rank on the waiting list grows no seats."""

    message = _("On the waiting list you can ask for fewer seats, not for more.")


class AnswerTheOfferFirst(SeatsError):
    """Seats are kept for an answer that has not come."""

    message = _("A seat is kept for you: accept it or decline it first.")


class NotThisDate(BookingError):
    """The date is of another page, or of a cycle, which is booked whole."""

    message = _("A registration can only move to another date of the same activity.")


class ChangedMeanwhile(BookingError):
    """Somebody else changed the registration between the look at it and the lock."""

    message = _("This registration has just changed. Open its page again.")


class OfferError(BookingError):
    """An answer to an offer that cannot be taken."""


class NoOffer(OfferError):
    """No seat is kept for this registration: it never was, or it was answered before."""

    message = _("No seat is waiting for your answer any more. Look at your registration below.")


class OfferExpired(OfferError):
    """The answer comes after the time."""

    message = _("The time to answer is over: the seat went to the next person.")


class OfferChanged(OfferError):
    """Another number of seats is kept than the person was shown."""

    message = _("The number of seats has changed in the meantime. Look at it and answer again.")


class SeriesError(BookingError):
    """Regular dates that cannot be made."""


class NoEnd(SeriesError):
    """The dates would go on for ever."""

    message = _("Type the day of the last date: regular dates need an end.")


class EndBeforeStart(SeriesError):
    """The last day comes before the first."""

    message = _("The last date is before the first one. Choose a later day.")


class EndTooFar(SeriesError):
    """The dates would cover too many years."""

    message = _("The last date is more than five years after the first one. Choose an earlier day.")


class NoDate(SeriesError):
    """The rule, less what it leaves out, gives nothing."""

    message = _("These choices give no date at all. Check the days, the first and the last date.")


class TooFine(SeriesError):
    """Several dates a day."""

    message = _("Dates can repeat every day at most, not every hour. Choose days, weeks or months.")


class UnsupportedRule(SeriesError):
    """A rule outside of what the agenda can hold."""

    message = _(
        "This regularity is too complicated. Choose days of the week or of the month, "
        "then untick the dates you do not want."
    )


class TooManyDates(SeriesError):
    """More dates than one series may have."""

    def __init__(self, most: int) -> None:
        super().__init__(
            str(_("This makes more than %(most)d dates. Choose an earlier last date.")) % {"most": most}
        )
        self.most = most


class DatesAlreadyThere(SeriesError):
    """The page already has dates at the same times and place."""

    def __init__(self, count: int) -> None:
        super().__init__(
            ngettext(
                "%(count)d of these dates is already in the list. Untick it.",
                "%(count)d of these dates are already in the list. Untick them.",
                count,
            )
            % {"count": count}
        )
        self.count = count


class CycleInUse(SeriesError):
    """People have already registered for every date of the cycle."""

    message = _("People have registered for this cycle as it is. Make a new cycle for the other dates.")


class CycleOfAppointments(SeriesError):
    """A cycle is booked whole: nobody could choose an hour on each of its dates."""

    message = _("Dates cut into appointments are booked one by one. Untick the cycle.")


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


class AppointmentTaken(BookingError):
    """Somebody was quicker, or the hour is not one of the date's."""

    message = _("This hour is no longer free. Choose another one.")


class OneSeatPerAppointment(BookingError):
    """An appointment is for one person."""

    message = _("An appointment is for one person. Choose one hour for each person.")
