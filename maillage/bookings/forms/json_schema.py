"""The registration form as a JSON Schema (2020-12), so that another site can draw it and fill it.

The keywords are those of the JSON Schema vocabularies; `format` says what an input is for
(`email`, `tel`, `date`, `uri`, `uuid`), as HTML does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from maillage.bookings.privacy.notice import notice
from maillage.bookings.questions.schema_rules import rules

if TYPE_CHECKING:
    from . import RegistrationForm

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FORMATS = {"email": "email", "tel": "tel", "url": "uri", "date": "date", "datetime-local": "date-time"}
Schema = dict[str, Any]


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
