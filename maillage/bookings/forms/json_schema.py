"""The registration form as a JSON Schema (2020-12), so that another site can draw it and fill it in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from maillage.bookings.privacy_notice import notice
from maillage.bookings.questions.definition import BRACKETS, YES

if TYPE_CHECKING:
    from maillage.bookings.forms import RegistrationForm
    from maillage.bookings.questions.definition import Question

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


DIALECT = "https://json-schema.org/draft/2020-12/schema"
FORMATS = {"email": "email", "tel": "tel", "url": "uri", "date": "date", "datetime-local": "date-time"}


def registration_schema(form: RegistrationForm, *, address: str, title: str) -> Schema:
    """Return the schema of the body to POST: the core fields, and the page's own questions in `answers`.

    `address` is the absolute address of the schema itself, `title` what people register for. The
    description is the notice that a person must be able to read before they register.
    """
    core = {name: field_schema(form.fields[name]) for name in form.CORE_FIELDS if name in form.fields}
    asked = {name: field for name, field in form.fields.items() if name not in core}
    schema: Schema = {
        "$schema": DIALECT,
        "$id": address,
        "title": title,
        "description": " ".join(notice(form)),
        "type": "object",
        "properties": {**core, "answers": _answers_schema(asked)},
        "required": _required({name: form.fields[name] for name in core}),
        "additionalProperties": False,
    }
    if any(field.required for field in asked.values()):
        schema["required"].append("answers")
    if form.contact_required and {"phone", "email"} <= core.keys():
        schema["anyOf"] = [
            {"required": [name], "properties": {name: {"minLength": 1}}} for name in ("phone", "email")
        ]
    depending = rules(form)
    if depending:
        schema["allOf"] = depending
    return schema


def field_schema(field: forms.Field) -> Schema:
    """Return the schema of one form field: type, bounds, choices, and its words in French."""
    schema: Schema = {"title": str(field.label or "")}
    if field.help_text:
        schema["description"] = str(field.help_text)
    own = getattr(field, "json_schema", None)
    schema.update(own() if own else _type_of(field))
    if field.initial not in field.empty_values and not callable(field.initial):
        schema["default"] = field.initial
    return schema


def _answers_schema(fields: dict[str, forms.Field]) -> Schema:
    return {
        "type": "object",
        "properties": {name: field_schema(field) for name, field in fields.items()},
        "required": _required(fields),
        "additionalProperties": False,
    }


def _required(fields: dict[str, forms.Field]) -> list[str]:
    """Return what must be in the body: a field with a default may be left out."""
    return [name for name, field in fields.items() if field.required and field.initial in field.empty_values]


def _type_of(field: forms.Field) -> Schema:
    match field:
        case forms.MultipleChoiceField():
            bounds = {"minItems": 1} if field.required else {}
            return {"type": "array", "items": _choices(field), "uniqueItems": True, **bounds}
        case forms.ChoiceField():
            return _choices(field)
        case forms.BooleanField():
            return {"type": "boolean", **({"const": True} if field.required else {})}
        case forms.IntegerField() if not isinstance(field, forms.FloatField | forms.DecimalField):
            return {"type": "integer", **_range(field)}
        case forms.FloatField() | forms.DecimalField():
            return {"type": "number", **_range(field)}
        case _:
            return _text(field)


def _choices(field: forms.ChoiceField) -> Schema:
    """Return the values to send, those that are full left out; `oneOf` gives each its words."""
    full = getattr(field, "full", ())
    values = [(value, label) for value, label in _flat(field.choices) if value not in full]
    if not values:
        # An « enum » holds one value at least (JSON Schema Validation, 6.1.2): nothing can be chosen.
        return {"type": "string", "not": {}}
    return {
        "type": "string",
        "enum": [value for value, _label in values],
        "oneOf": [{"const": value, "title": label} for value, label in values],
    }


def _flat(choices: Any) -> Any:
    """Yield every (value, words), groups opened."""
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(value), str(label)


def _range(field: Any) -> Schema:
    """Return the bounds of a number, which JSON has only as integers or floats."""
    bounds = {"minimum": field.min_value, "maximum": field.max_value}
    return {
        name: int(value) if value == int(value) else float(value)
        for name, value in bounds.items()
        if value is not None
    }


def _text(field: Any) -> Schema:
    schema: Schema = {"type": "string"}
    input_format = FORMATS.get(_input_type(field))
    if input_format:
        schema["format"] = input_format
    if field.required:
        schema["minLength"] = 1
    for name, keyword in (("min_length", "minLength"), ("max_length", "maxLength")):
        if getattr(field, name, None) is not None:
            schema[keyword] = getattr(field, name)
    return schema


def _input_type(field: forms.Field) -> str:
    if isinstance(field, forms.DateField):
        return "date"
    return getattr(field.widget, "input_type", "") or ""
