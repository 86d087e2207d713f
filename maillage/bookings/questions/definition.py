"""A question as plain values, read once from the page's stream: its choices, whom it concerns."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    import datetime as dt

    from wagtail.blocks import StreamValue

OLDEST = 120


@dataclass(frozen=True, slots=True)
class Bracket:
    """From `first` to `last` years old, both included. None: it says no age."""

    key: str
    words: Any
    first: int | None
    last: int | None


BRACKETS = (
    Bracket("under_12", gettext_lazy("Under 12"), 0, 11),
    Bracket("12_17", gettext_lazy("12 to 17"), 12, 17),
    Bracket("18_25", gettext_lazy("18 to 25"), 18, 25),
    Bracket("26_39", gettext_lazy("26 to 39"), 26, 39),
    Bracket("40_59", gettext_lazy("40 to 59"), 40, 59),
    Bracket("60_74", gettext_lazy("60 to 74"), 60, 74),
    Bracket("75_and_over", gettext_lazy("75 and over"), 75, OLDEST),
    Bracket("unsaid", gettext_lazy("I prefer not to say"), None, None),
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


YES, NO = "yes", "no"
# Kinds whose answer is one of a known list, so that another question can depend on it.
CLOSED = frozenset({"choice", "choices", "yes_no", "consent", "age_bracket"})
# Kinds that tell how old the person is.
AGES = frozenset({"age", "birth_date", "age_bracket"})


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a list. `places` is how many people may choose it on one date; None: all who like."""

    id: str
    words: str
    places: int | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """The question is asked when `question` (an id) has one of `values`."""

    question: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Question:
    """`id` is the block's: it stays when the editor changes the words or the order."""

    id: str
    kind: str
    wording: str
    help: str = ""
    required: bool = False
    keep_days: int | None = None
    choices: tuple[Choice, ...] = ()
    least: int | None = None
    most: int | None = None
    condition: Condition | None = None
    # How the condition reads, in the editor's own words.
    condition_words: tuple[str, str] = field(default=("", ""))

    @property
    def has_limited_choices(self) -> bool:
        """Whether one of its choices has a number of places."""
        return any(choice.places is not None for choice in self.choices)

    def words_of(self, value: str) -> str:
        """Return the words of the choice `value`, or nothing when it has no such choice."""
        return next((choice.words for choice in self.choices if choice.id == value), "")


def questions_of(stream: StreamValue | None) -> tuple[Question, ...]:
    """Return the questions of a page, in order.

    A condition that leads nowhere (the page was written by a program) is left out: the question is
    then asked of everybody, which loses nothing.
    """
    found: list[Question] = []
    for child in stream or ():
        found.append(_question(child, found))
    return tuple(found)


def _question(child: Any, before: list[Question]) -> Question:
    value = child.value
    condition, words = _condition(value, before)
    return Question(
        id=identity(child.id),
        kind=child.block_type,
        wording=value["wording"],
        help=value.get("help") or "",
        required=bool(value.get("required")),
        keep_days=value.get("keep_days"),
        choices=_choices(child),
        least=value.get("least"),
        most=value.get("most"),
        condition=condition,
        condition_words=words,
    )


def _choices(child: Any) -> tuple[Choice, ...]:
    match child.block_type:
        case "choice" | "choices":
            rows = child.value["choices"].bound_blocks
            return tuple(
                Choice(identity(row.id), row.value["words"], row.value.get("places")) for row in rows
            )
        case kind:
            return fixed_choices(kind)


def fixed_choices(kind: str) -> tuple[Choice, ...]:
    """Return the choices of a kind whose answers the editor does not write."""
    match kind:
        case "yes_no":
            return Choice(YES, _("Yes")), Choice(NO, _("No"))
        case "consent":
            return (Choice(YES, _("Yes")),)
        case "age_bracket":
            return tuple(Choice(bracket.key, str(bracket.words)) for bracket in BRACKETS)
    return ()


def _condition(value: Any, before: list[Question]) -> tuple[Condition | None, tuple[str, str]]:
    asked, answers = value.get("only_if") or "", lines(value.get("only_if_answers") or "")
    first = next((question for question in before if same_words(question.wording, asked)), None)
    if not asked or first is None or first.kind not in CLOSED:
        return None, ("", "")
    chosen = [choice for choice in first.choices if any(same_words(choice.words, line) for line in answers)]
    if not chosen:
        return None, ("", "")
    words = " / ".join(choice.words for choice in chosen)
    return Condition(first.id, frozenset(choice.id for choice in chosen)), (first.wording, words)


def same_words(one: str, other: str) -> bool:
    """Tell whether two texts are the same to a reader: without regard to case and spaces."""
    return one.casefold().split() == other.casefold().split()


def lines(text: str) -> list[str]:
    """Return the lines of `text` that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def identity(block_id: str | None) -> str:
    """Return a block's id as a UUID in its usual form; what a program wrote otherwise gives its own UUID."""
    try:
        return str(uuid.UUID(block_id or ""))
    except ValueError:
        return str(uuid.uuid5(uuid.NAMESPACE_OID, block_id or ""))


def shown(questions: Sequence[Question], answers: Mapping[str, Any]) -> set[str]:
    """Return the ids of the questions that are asked of somebody who gave `answers` (by id).

    A question that depends on one that is not asked is not asked either.
    """
    asked: set[str] = set()
    for question in questions:
        condition = question.condition
        if condition is None or (
            condition.question in asked and condition.values & values_of(answers.get(condition.question))
        ):
            asked.add(question.id)
    return asked


def values_of(answer: Any) -> set[str]:
    """Return an answer to a closed question as the set of what was chosen."""
    if answer in (None, "", False):
        return set()
    if answer is True:
        return {YES}
    return set(answer) if isinstance(answer, list | tuple | set) else {str(answer)}
