"""What depends on what in the form, as `if` and `then` of JSON Schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .ages import BRACKETS
from .definition import YES

if TYPE_CHECKING:
    from ..forms import RegistrationForm
    from .definition import Question

Schema = dict[str, Any]


def rules(form: RegistrationForm) -> list[Schema]:
    """Return the rules of `form`, to stand in `allOf`.

    A date of birth cannot be compared with the day of the date in JSON Schema: the server says then
    that the guardian is missing.
    """
    by_id = {question.id: question for question in form.questions}
    found = [
        {"if": _answers(_asked(question, by_id)), "then": _needs(question)}
        for question in form.questions
        if question.condition is not None and question.required and form.contact_required
    ]
    if "relay_name" in form.fields:
        pair = {"relay_name": ["relay_role"], "relay_role": ["relay_name"]}
        found.append({"dependentRequired": pair})
    if "guardian_name" in form.fields and form.contact_required:
        found += _guardian_rules(form)
    return found


def _asked(question: Question, by_id: dict[str, Question]) -> list[Schema]:
    """Return what the answers are like when `question` is asked: its condition, and those it hangs on."""
    condition = question.condition
    if condition is None:
        return []
    first = by_id[condition.question]
    return [*_asked(first, by_id), _answered(first, sorted(condition.values))]


def _answered(question: Question, values: list[str]) -> Schema:
    """Return the answers in which `question` has one of `values`."""
    match question.kind:
        case "choices":
            wanted: Schema = {"contains": {"enum": values}}
        case "yes_no" | "consent":
            wanted = {"enum": [value == YES for value in values]}
        case _:
            wanted = {"enum": values}
    return {"properties": {question.id: wanted}, "required": [question.id]}


def _answers(conditions: list[Schema]) -> Schema:
    return {"properties": {"answers": {"allOf": conditions}}, "required": ["answers"]}


def _needs(question: Question) -> Schema:
    return {"properties": {"answers": {"required": [question.id]}}, "required": ["answers"]}


def _guardian_rules(form: RegistrationForm) -> list[Schema]:
    then = {
        "required": ["guardian_name", "guardian_phone"],
        "properties": {name: {"minLength": 1} for name in ("guardian_name", "guardian_phone")},
    }
    minors: list[Schema] = []
    if "minor" in form.fields:
        minors.append({"properties": {"minor": {"const": True}}, "required": ["minor"]})
    age = form.page.guardian_below_age or 0
    for question in form.questions:
        if question.kind == "age":
            below = {"properties": {question.id: {"maximum": age - 1}}, "required": [question.id]}
            minors.append(_answers([below]))
        elif question.kind == "age_bracket":
            keys = [one.key for one in BRACKETS if one.last is not None and one.last < age]
            if keys:
                minors.append(_answers([_answered(question, keys)]))
    return [{"if": minor, "then": then} for minor in minors]
