"""Ages: the brackets that funders count by, and who is under an age."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    import datetime as dt

    from .definition import Question

OLDEST = 120


@dataclass(frozen=True, slots=True)
class Bracket:
    """From `first` to `last` years old, both included. None: it says no age."""

    key: str
    words: Any
    first: int | None
    last: int | None


BRACKETS = (
    Bracket("under_12", _("Under 12"), 0, 11),
    Bracket("12_17", _("12 to 17"), 12, 17),
    Bracket("18_25", _("18 to 25"), 18, 25),
    Bracket("26_39", _("26 to 39"), 26, 39),
    Bracket("40_59", _("40 to 59"), 40, 59),
    Bracket("60_74", _("60 to 74"), 60, 74),
    Bracket("75_and_over", _("75 and over"), 75, OLDEST),
    Bracket("unsaid", _("I prefer not to say"), None, None),
)


def age_on(birth: dt.date, day: dt.date) -> int:
    """Return how old somebody born on `birth` is on `day`, in whole years."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def is_under(age: int, question: Question, value: Any, day: dt.date) -> bool:
    """Tell whether the answer `value` says that the person is under `age` on `day`.

    A bracket that reaches `age` says nothing for certain.
    """
    if value in (None, ""):
        return False
    match question.kind:
        case "age":
            return value < age
        case "birth_date":
            return age_on(value, day) < age
        case "age_bracket":
            return any(one.key == value and one.last is not None and one.last < age for one in BRACKETS)
    return False


def is_decisive(age: int, question: Question) -> bool:
    """Tell whether `question` always says on which side of `age` a person is."""
    if not question.required or question.condition is not None:
        return False
    return question.kind in ("age", "birth_date")
