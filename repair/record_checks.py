"""What the parts of a record must say together, in words for the person who types it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .categories import Category, Size
from .outcomes import Outcome, SafetyTest

if TYPE_CHECKING:
    from .models import RepairRecord

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
