"""How many people may choose what on one date, counted from the answers of those who come."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from maillage.bookings.errors import ChoiceFull
from maillage.bookings.models import Answer
from maillage.bookings.questions.definition import values_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from maillage.bookings.models import Registration, Session
    from maillage.bookings.questions.definition import Question


def full_choices(session: Session, questions: Sequence[Question]) -> dict[str, frozenset[str]]:
    """Return, by question id, the ids of the choices of `session` that have no place left."""
    limited = [question for question in questions if question.has_limited_choices]
    if not limited:
        return {}
    taken = _taken(session, limited)
    return {
        question.id: frozenset(
            choice.id
            for choice in question.choices
            if choice.places is not None and taken[question.id, choice.id] >= choice.places
        )
        for question in limited
    }


def check_places(
    session: Session,
    given: Iterable[tuple[Question, Any]],
    *,
    seats: int,
    besides: Registration | None = None,
) -> None:
    """Raise ChoiceFull when a choice among the answers `given` has not `seats` places left on `session`.

    To be called under the date's lock, before the answers are written. `besides` is a registration
    whose own answers do not count: it is changing them.
    """
    limited = {question: value for question, value in given if question.has_limited_choices}
    if not limited:
        return
    taken = _taken(session, limited, besides)
    for question, value in limited.items():
        for choice in question.choices:
            if choice.id not in values_of(value) or choice.places is None:
                continue
            left = choice.places - taken[question.id, choice.id]
            if left < seats:
                raise ChoiceFull(question.id, choice.words, max(left, 0))


def _taken(
    session: Session, questions: Iterable[Question], besides: Registration | None = None
) -> Counter[tuple[str, str]]:
    """Return how many people chose what, by (question id, choice id), in one query."""
    rows = (
        Answer.objects.filter(
            question__in=[question.id for question in questions], registration__sessions=session
        )
        .exclude(registration__status="cancelled")
        .order_by()
    )
    if besides is not None:
        rows = rows.exclude(registration=besides)
    taken: Counter[tuple[str, str]] = Counter()
    for question, choices, seats in rows.values_list("question", "choices", "registration__seats"):
        for choice in choices:
            taken[str(question), choice] += seats
    return taken
