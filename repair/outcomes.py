"""How a repair ends, and what the parts of a record must say together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from repair.categories import Category, Size

if TYPE_CHECKING:
    from repair.models import RepairRecord


class Outcome(models.IntegerChoices):
    """`repair_status` in the standard."""

    UNKNOWN = 0, pgettext_lazy("outcome of a repair", "Unknown")
    FIXED = 1, pgettext_lazy("outcome of a repair", "Repaired")
    REPAIRABLE = 2, gettext_lazy("Can be repaired, not yet done")
    END_OF_LIFE = 3, gettext_lazy("Beyond repair")


class Barrier(models.IntegerChoices):
    """`repair_barrier_if_end_of_life` in the standard: why an object is beyond repair."""

    NO_PARTS = 1, gettext_lazy("Spare parts not available")
    DEAR_PARTS = 2, gettext_lazy("Spare parts too expensive")
    CANNOT_OPEN = 3, gettext_lazy("No way to open the object")
    NO_INFORMATION = 4, gettext_lazy("Repair information not available")
    NO_EQUIPMENT = 5, gettext_lazy("Lack of equipment")
    WORN_OUT = 6, gettext_lazy("Object too worn out")


class NextStep(models.TextChoices):
    """What the owner of a repairable object does next."""

    COME_BACK = "come_back", gettext_lazy("Come back to the repair café")
    BRING_PART = "bring_part", gettext_lazy("Find the part and come back")
    AT_HOME = "at_home", gettext_lazy("Finish at home")
    PROFESSIONAL = "professional", gettext_lazy("Go to a professional")


class SafetyTest(models.TextChoices):
    """Whether an object may be plugged in again."""

    PASSED = "passed", pgettext_lazy("safety test", "Passed")
    FAILED = "failed", pgettext_lazy("safety test", "Failed: do not plug in")
    NOT_DONE = "not_done", pgettext_lazy("safety test", "Not done")
    NOT_APPLICABLE = "not_applicable", pgettext_lazy("safety test", "Not applicable")


class PartSource(models.TextChoices):
    """Where a part came from."""

    STOCK = "stock", gettext_lazy("From the café’s stock")
    SALVAGED = "salvaged", gettext_lazy("Taken from another object")
    BOUGHT = "bought", gettext_lazy("Bought")
    BROUGHT = "brought", gettext_lazy("Brought by the owner")
    MADE = "made", gettext_lazy("Made on the spot, by a 3D printer for example")


class TextCheck(models.IntegerChoices):
    """Whether the words of a record may be published."""

    CLEAN = 0, gettext_lazy("Nothing personal was found")
    FLAGGED = 1, gettext_lazy("To read again: it may name somebody")
    CLEARED = 2, gettext_lazy("Read again by somebody, fit to publish")


WANT_A_REASON = (SafetyTest.NOT_DONE, SafetyTest.NOT_APPLICABLE)


def check_record(record: RepairRecord) -> None:
    """Raise ValidationError with what to do, field by field, where two of them disagree."""
    errors = {**_of_the_outcome(record), **_of_the_object(record), **_of_the_safety(record)}
    if errors:
        raise ValidationError(errors)


def _of_the_outcome(record: RepairRecord) -> dict[str, str]:
    errors = {}
    if record.barrier is not None and record.outcome != Outcome.END_OF_LIFE:
        errors["barrier"] = _("Leave this empty: only an object beyond repair has a reason.")
    if record.next_step and record.outcome != Outcome.REPAIRABLE:
        errors["next_step"] = _("Leave this empty: only an object that can be repaired has a next step.")
    return errors


def _of_the_object(record: RepairRecord) -> dict[str, str]:
    if record.category not in Category.values:
        return {}
    errors = {}
    category = Category(record.category)
    if record.size in Size.values and Size(record.size).category != category:
        errors["size"] = _("This size is that of another kind of object.")
    if record.weight_grams is not None and not category.is_weighed:
        errors["weight_grams"] = _("Leave this empty: the usual weight of this kind of object is known.")
    return errors


def _of_the_safety(record: RepairRecord) -> dict[str, str]:
    if record.safety_test == SafetyTest.FAILED and record.outcome == Outcome.FIXED:
        return {
            "safety_test": _("An object that failed the safety test is not repaired: choose another outcome.")
        }
    if record.safety_test in WANT_A_REASON and not record.safety_reason:
        return {"safety_reason": _("Type why, for example: no electricity in it.")}
    return {}
