"""Why the answer to an offer of seats is not taken."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .base import BookingError
from .registrations import SeatsError


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


class AnswerAwaited(OfferError):
    """A call that asks whether somebody comes is over once the answer is noted."""

    message = _("A seat is kept until the answer: note whether this person comes.")


class CallIsOver(OfferError):
    """Somebody has made the call, or the person has answered by themselves."""

    message = _("This call is no longer to be made: it was made, or the person has answered.")


class CallAgainInThePast(OfferError):
    """The hour at which to call again has gone by."""

    message = _("This hour is past. Choose a later one.")


class CallAgainTooLate(OfferError):
    """The hour at which to call again comes after what the call is about."""

    def __init__(self, moment: str) -> None:
        super().__init__(str(_("Call again before %(moment)s: later it is of no use.")) % {"moment": moment})


class AnswerTheOfferFirst(SeatsError):
    """Seats are kept for an answer that has not come."""

    message = _("A seat is kept for you: accept it or decline it first.")
