"""A question as plain values, read once from the page's stream: what the form and the API work with."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from .ages import BRACKETS

if TYPE_CHECKING:
    from wagtail.blocks import StreamValue

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
