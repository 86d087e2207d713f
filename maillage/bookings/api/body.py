"""The body of a registration: from bytes that anybody may send to the data of a form, or a refusal."""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING, Any

from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.bookings.forms.json_schema import field_schema

if TYPE_CHECKING:
    from django.forms import Field
    from django.http import HttpRequest

    from maillage.bookings.forms import RegistrationForm

LARGEST_BODY = 100_000  # bytes: a hundred times a long registration
Errors = dict[str, list[str]]
TYPES: dict[str, tuple[Any, Any]] = {
    "string": (str, gettext_lazy("Send text.")),
    "integer": (int, gettext_lazy("Send a whole number, without quotes.")),
    "number": (int | float, gettext_lazy("Send a number, without quotes.")),
    "boolean": (bool, gettext_lazy("Send true or false.")),
    "array": (list, gettext_lazy("Send a list of texts.")),
    "object": (dict, gettext_lazy("Send an object.")),
}


class BodyError(Exception):
    """The body cannot be a registration: a status of HTTP, a sentence, and messages by field."""

    def __init__(self, status: int, detail: str, errors: Errors | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = errors or {}


def read_json(request: HttpRequest) -> dict[str, Any]:
    """Return the JSON object of the body; raises BodyError (400, 413, 415)."""
    if request.content_type != "application/json":
        raise BodyError(415, _("Send JSON: Content-Type: application/json."))
    try:
        announced = int(request.headers.get("Content-Length") or 0)
    except ValueError:
        announced = 0
    raw = b"" if announced > LARGEST_BODY else request.read(LARGEST_BODY + 1)
    if max(announced, len(raw)) > LARGEST_BODY:
        raise BodyError(413, _("The body is too large: send 100 kB at most."))
    try:
        body = json.loads(raw, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise BodyError(400, _("The body is not valid JSON.")) from error
    if not isinstance(body, dict):
        raise BodyError(400, _("Send a JSON object: {…}."))
    return body


def form_data(body: dict[str, Any], form: RegistrationForm) -> MultiValueDict[str, str]:
    """Return `body` as the data that `form` reads; raises BodyError 422 for a wrong type or name."""
    answers = body.get("answers")
    errors: Errors = {}
    if not isinstance(answers, dict | None):
        errors["answers"] = [str(TYPES["object"][1])]
        answers = None
    core = {name: value for name, value in body.items() if name != "answers"}
    data: MultiValueDict[str, str] = MultiValueDict()
    for name, field in form.fields.items():
        source = core if name in form.CORE_FIELDS else answers or {}
        value = source.get(name)
        if value is None and field.required:
            value = field.initial
        wrong = _wrong(value, field_schema(field)["type"])
        if wrong:
            errors[name] = [wrong]
        elif value is not None:
            data.setlist(name, _typed(field, value))
    for name in _unknown(core, answers or {}, form):
        errors[name] = [_("This form has no such field.")]
    if errors:
        raise BodyError(422, _("Correct the fields below."), errors)
    return data


def _typed(field: Field, value: Any) -> list[str]:
    """Return `value` as a browser would send it for `field`."""
    own = getattr(field, "from_json", None)
    if own is not None:
        return own(value)
    if value is False:
        return []
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def _unknown(core: dict[str, Any], answers: dict[str, Any], form: RegistrationForm) -> list[str]:
    top = form.fields.keys() & set(form.CORE_FIELDS)
    names = [*(core.keys() - top), *(answers.keys() - (form.fields.keys() - top))]
    return [_visible(name)[:60] for name in names]


def _wrong(value: Any, kind: str) -> str:
    """Return what is wrong with `value` for a field of that type of JSON, or an empty text."""
    if value is None:
        return ""
    expected, message = TYPES[kind]
    if not isinstance(value, expected) or (isinstance(value, bool) and kind != "boolean"):
        return str(message)
    if kind == "array" and not all(isinstance(one, str) for one in value):
        return str(message)
    texts = value if isinstance(value, list) else [value]
    if any(isinstance(one, str) and _visible(one) != one for one in texts):
        return _("Take out the invisible signs.")
    return ""


def _visible(text: str) -> str:
    """Return `text` without control characters (but for lines and tabs) and halves of characters."""
    return "".join(
        sign for sign in text if sign in "\n\r\t" or unicodedata.category(sign) not in ("Cc", "Cs")
    )


def _no_constant(name: str) -> None:
    """Refuse NaN and Infinity, which are not JSON (RFC 8259, 6)."""
    raise ValueError(name)
