"""Why regular dates are not made or changed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .base import BookingError


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
