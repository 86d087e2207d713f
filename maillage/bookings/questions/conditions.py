"""Who is asked what: a question that depends on the answer to another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .definition import YES, Question


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
