"""What repairs refuse, each with the sentence that says what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.bookings.errors import BookingError

if TYPE_CHECKING:
    from repair.models import IntakeSheet


class RepairDayError(BookingError):
    """Something that cannot be done with an object on the day."""


class NotAnnouncedHere(RepairDayError):
    """The announced object is not of this date, or its owner has cancelled."""

    message = gettext_lazy("This object is not announced for this date any more. Take it in as a new one.")


class NoRulesYet(RepairDayError):
    """Somebody agreed to house rules that the organisation has not written."""

    message = gettext_lazy("Your organisation has no house rules yet: write them in « Repairs ».")


class KeyOfAnotherDate(RepairDayError):
    """The key of a sheet came before, for another date."""

    message = gettext_lazy("This sheet was already sent for another date.")


class CannotChange(RepairDayError):
    """The object is elsewhere on its way through the café."""

    def __init__(self, sheet: IntakeSheet) -> None:
        sentence = _("Number %(number)d is now “%(state)s”: read the list again.")
        super().__init__(sentence % {"number": sheet.number, "state": sheet.get_state_display()})
        self.sheet = sheet


class RecordChanged(RepairDayError):
    """Somebody else saved the same record while this one was being typed."""

    message = gettext_lazy(
        "Somebody else has saved this sheet while you were typing. Open it again, then add what you noted."
    )


class FollowsItself(RepairDayError):
    """A sheet that would follow itself, straight away or by others."""

    message = gettext_lazy("This sheet cannot follow that one: that one already comes after it.")


class DepositOver(RepairDayError):
    """The object has already been collected or given up."""

    message = gettext_lazy("This object is no longer waiting for its owner: read the list again.")


class DepositNotLate(RepairDayError):
    """The day until which the object is kept has not passed, and its owner did not agree."""

    message = gettext_lazy(
        "The day on the slip has not passed. Wait, or tick that the owner agrees to give the object up."
    )


class NoSuchDestination(RepairDayError):
    """Where the object should go is not offered any more."""

    message = gettext_lazy("Choose where the object goes.")


class PublishingError(BookingError):
    """A total that cannot be published or withdrawn."""


class NumbersMoved(PublishingError):
    """The numbers are no longer those that were looked at."""

    message = gettext_lazy(
        "The numbers have changed since you looked at them. Nothing was published: look at them again."
    )


class NotInForce(PublishingError):
    """The total was withdrawn already, or another version takes its place."""

    message = gettext_lazy("This total is no longer in force: read the list again.")
