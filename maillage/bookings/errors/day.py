"""What can be refused on the day of a date and after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from .base import BookingError
from .dates import DateChangeError

if TYPE_CHECKING:
    from collections.abc import Sequence


class NotRegistered(BookingError):
    """The person holds no seat on this date, or not any more."""

    message = _("This person is not registered any more. Read the list again.")


class MorePeopleThanSeats(BookingError):
    """The number of people present cannot be meant."""

    message = _("Check the number of people: it is far from the number of seats.")


class MeansNotOffered(BookingError):
    """The means of payment is not in the organisation's list."""

    message = _("Choose a means of payment in the list.")


class MeansUsed(BookingError):
    """Payments were noted with a means that would leave the list."""

    message = _("People have paid by this means: keep it in the list, and untick “offered today”.")


class NotDoubles(BookingError):
    """Two registrations that are not the same person twice on the same dates."""

    message = _("These two are not registered for the same dates: move one of them first.")


class DoubleHoldsAnOffer(BookingError):
    """One of the two is asked whether it takes a seat."""

    message = _("A seat is kept for one of them, to be accepted: wait for the answer, or cancel one.")


class DateHasHistory(DateChangeError):
    """A plugin keeps what happened on the date. `kept` names its rows, in the plural."""

    def __init__(self, kept: Sequence[str]) -> None:
        sentence = _("This date keeps a history (%(kept)s), so it cannot be deleted. Cancel it.")
        super().__init__(str(sentence) % {"kept": ", ".join(kept)})
        self.kept = kept
