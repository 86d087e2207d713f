"""What can be refused, each with the sentence that tells the person what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maillage.places.errors import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence


class BookingError(Refusal):
    """A registration or a change of date that cannot be made. `str()` is fit to be shown."""


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

    message = gettext_lazy("This date is already cancelled.")


class DateIsPast(DateChangeError):
    """A date that has taken place is changed."""

    message = gettext_lazy("This date is past: it can no longer be changed.")


class DateInUse(DateChangeError):
    """People are, or were, registered: the date is part of what happened."""

    message = gettext_lazy("People have registered for this date. Cancel it: they will be told.")


class StartInThePast(DateChangeError):
    """The new time has already gone by."""

    message = gettext_lazy("This time is past. Choose a day and an hour to come.")


class EndBeforeBeginning(DateChangeError):
    """The date would end before it begins."""

    message = gettext_lazy("The end comes before the beginning. Check the hours.")


class DateIsPostponed(DateChangeError):
    """The date was postponed before."""

    message = gettext_lazy("This date is already postponed. Type its new day when you know it.")


class AppointmentsOutside(DateChangeError):
    """Somebody has an appointment at an hour that the date would no longer have."""

    message = gettext_lazy(
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

    message = gettext_lazy("An appointment is longer than these hours. Choose shorter appointments.")


class NotRegistered(BookingError):
    """The person holds no seat on this date, or not any more."""

    message = gettext_lazy("This person is not registered any more. Read the list again.")


class MorePeopleThanSeats(BookingError):
    """The number of people present cannot be meant."""

    message = gettext_lazy("Check the number of people: it is far from the number of seats.")


class MeansNotOffered(BookingError):
    """The means of payment is not in the organisation's list."""

    message = gettext_lazy("Choose a means of payment in the list.")


class MeansUsed(BookingError):
    """Payments were noted with a means that would leave the list."""

    message = gettext_lazy("People have paid by this means: keep it in the list, and untick “offered today”.")


class NotDoubles(BookingError):
    """Two registrations that are not the same person twice on the same dates."""

    message = gettext_lazy("These two are not registered for the same dates: move one of them first.")


class DoubleHoldsAnOffer(BookingError):
    """One of the two is asked whether it takes a seat."""

    message = gettext_lazy(
        "A seat is kept for one of them, to be accepted: wait for the answer, or cancel one."
    )


class DateHasHistory(DateChangeError):
    """A plugin keeps what happened on the date. `kept` names its rows, in the plural."""

    def __init__(self, kept: Sequence[str]) -> None:
        sentence = gettext_lazy("This date keeps a history (%(kept)s), so it cannot be deleted. Cancel it.")
        super().__init__(str(sentence) % {"kept": ", ".join(kept)})
        self.kept = kept


class SessionCancelled(BookingError):
    """The date will not take place."""

    message = gettext_lazy("This date is cancelled. Choose another one in the agenda.")


class SessionPostponed(BookingError):
    """The date waits for a new day."""

    message = gettext_lazy("This date is postponed. Its new day is not known yet.")


class RegistrationNotOpen(BookingError):
    """It is too early, too late, or the site is not the way in."""


class RegistrationNotOpenYet(RegistrationNotOpen):
    """It is too early."""

    message = gettext_lazy("Registration for this date is not open yet.")


class RegistrationClosed(RegistrationNotOpen):
    """It is too late."""

    message = gettext_lazy("Registration for this date is closed. Call us: there may still be room.")


class SessionOver(RegistrationNotOpen):
    """The date has begun or is past."""

    message = gettext_lazy("This date is past. Choose another one in the agenda.")


class DateHasBegun(SessionOver):
    """Nobody comes off the waiting list of a date that has begun."""

    message = gettext_lazy("This date has begun: its waiting list is over.")


class RegisterByPhone(RegistrationNotOpen):
    """The organiser takes registrations by phone."""

    message = gettext_lazy("Registration for this date is made by phone.")


class NoRegistrationNeeded(RegistrationNotOpen):
    """People just come."""

    message = gettext_lazy("There is no registration for this date: just come.")


class NotPublic(BookingError):
    """The page of the date is not published, or not for everybody."""

    message = gettext_lazy("This date is not published.")


class SeatsError(BookingError):
    """A number of seats that cannot be given."""


class SessionFull(SeatsError):
    """There is no seat for this registration."""

    def __init__(self, seats_left: int) -> None:
        super().__init__(
            ngettext("Only %(left)d seat is left.", "Only %(left)d seats are left.", seats_left)
            % {"left": seats_left}
            if seats_left
            else str(gettext_lazy("There is no seat left on this date."))
        )
        self.seats_left = seats_left


class KeyAlreadyUsed(BookingError):
    """The idempotency key came before, with another person or another number of seats."""

    message = gettext_lazy("This key was already used for another registration.")


class WasPresent(BookingError):
    """Somebody who came stays registered for the date that they came to."""

    message = gettext_lazy(
        "The presence is noted: this registration is not cancelled any more. Noted by mistake? Correct it"
        " first under “Who is here”."
    )


class AlreadyCancelled(BookingError):
    """The registration was cancelled before."""

    message = gettext_lazy("This registration is already cancelled.")


class OthersWait(SeatsError):
    """Seats are free, and belong to those who wait."""

    message = gettext_lazy("Others already wait for these seats. Keep your number, or call us.")


class MoreSeatsWhileWaiting(SeatsError):
    """A rank on the waiting list grows no seats."""

    message = gettext_lazy("On the waiting list you can ask for fewer seats, not for more.")


class NotThisDate(BookingError):
    """The date is of another page, or of a cycle, which is booked whole."""

    message = gettext_lazy("A registration can only move to another date of the same activity.")


class ChangedMeanwhile(BookingError):
    """Somebody else changed the registration between the look at it and the lock."""

    message = gettext_lazy("This registration has just changed. Open its page again.")


class AppointmentTaken(BookingError):
    """Somebody was quicker, or the hour is not one of the date's."""

    message = gettext_lazy("This hour is no longer free. Choose another one.")


class OneSeatPerAppointment(BookingError):
    """An appointment is for one person."""

    message = gettext_lazy("An appointment is for one person. Choose one hour for each person.")


class OfferError(BookingError):
    """An answer to an offer that cannot be taken."""


class NoOffer(OfferError):
    """No seat is kept for this registration: it never was, or it was answered before."""

    message = gettext_lazy("No seat is waiting for your answer any more. Look at your registration below.")


class OfferExpired(OfferError):
    """The answer comes after the time."""

    message = gettext_lazy("The time to answer is over: the seat went to the next person.")


class OfferChanged(OfferError):
    """Another number of seats is kept than the person was shown."""

    message = gettext_lazy("The number of seats has changed in the meantime. Look at it and answer again.")


class AnswerAwaited(OfferError):
    """A call that asks whether somebody comes is over once the answer is noted."""

    message = gettext_lazy("A seat is kept until the answer: note whether this person comes.")


class CallIsOver(OfferError):
    """Somebody has made the call, or the person has answered by themselves."""

    message = gettext_lazy("This call is no longer to be made: it was made, or the person has answered.")


class CallAgainInThePast(OfferError):
    """The hour at which to call again has gone by."""

    message = gettext_lazy("This hour is past. Choose a later one.")


class CallAgainTooLate(OfferError):
    """The hour at which to call again comes after what the call is about."""

    def __init__(self, moment: str) -> None:
        super().__init__(
            str(gettext_lazy("Call again before %(moment)s: later it is of no use.")) % {"moment": moment}
        )


class AnswerTheOfferFirst(SeatsError):
    """Seats are kept for an answer that has not come."""

    message = gettext_lazy("A seat is kept for you: accept it or decline it first.")


class SeriesError(BookingError):
    """Regular dates that cannot be made."""


class NoEnd(SeriesError):
    """The dates would go on for ever."""

    message = gettext_lazy("Type the day of the last date: regular dates need an end.")


class EndBeforeStart(SeriesError):
    """The last day comes before the first."""

    message = gettext_lazy("The last date is before the first one. Choose a later day.")


class EndTooFar(SeriesError):
    """The dates would cover too many years."""

    message = gettext_lazy(
        "The last date is more than five years after the first one. Choose an earlier day."
    )


class NoDate(SeriesError):
    """The rule, less what it leaves out, gives nothing."""

    message = gettext_lazy("These choices give no date at all. Check the days, the first and the last date.")


class TooFine(SeriesError):
    """Several dates a day."""

    message = gettext_lazy(
        "Dates can repeat every day at most, not every hour. Choose days, weeks or months."
    )


class UnsupportedRule(SeriesError):
    """A rule outside of what the agenda can hold."""

    message = gettext_lazy(
        "This regularity is too complicated. Choose days of the week or of the month, "
        "then untick the dates you do not want."
    )


class TooManyDates(SeriesError):
    """More dates than one series may have."""

    def __init__(self, most: int) -> None:
        super().__init__(
            str(gettext_lazy("This makes more than %(most)d dates. Choose an earlier last date."))
            % {"most": most}
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

    message = gettext_lazy(
        "People have registered for this cycle as it is. Make a new cycle for the other dates."
    )


class CycleOfAppointments(SeriesError):
    """A cycle is booked whole: nobody could choose an hour on each of its dates."""

    message = gettext_lazy("Dates cut into appointments are booked one by one. Untick the cycle.")


class AnswerRefused(BookingError):
    """One answer cannot be kept; `field` is the name of its form field. Nothing was written."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class ChoiceFull(AnswerRefused):
    """Others have taken the places of what was chosen."""

    def __init__(self, field: str, words: str, left: int) -> None:
        message = _("“%(answer)s” is full. Choose another answer.")
        if left:
            message = ngettext(
                "“%(answer)s” has only %(left)d place left. Choose another answer.",
                "“%(answer)s” has only %(left)d places left. Choose another answer.",
                left,
            )
        super().__init__(field, message % {"answer": words, "left": left})


class FileGone(AnswerRefused):
    """The token of a file is unknown, was used before, or has run out."""

    def __init__(self, field: str) -> None:
        super().__init__(field, _("This file is no longer there. Send it again."))
