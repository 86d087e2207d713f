"""Register from another site: the same form and the same service as the public page, files sent before."""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING, Annotated, Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Header, Schema, Status

from maillage.bookings.api.schemas import InvalidOut, RefusalOut, RegistrationIn, RegistrationOut
from maillage.bookings.api.sessions import Links, find_session, registration_form, router, session_out
from maillage.bookings.conf import get_conf
from maillage.bookings.errors import AnswerRefused, AppointmentTaken, BookingError, KeyAlreadyUsed
from maillage.bookings.forms.json_schema import field_schema
from maillage.bookings.limits import check_file_limit, check_limits, too_many_message
from maillage.bookings.models import Registration, RegistrationSource, Session
from maillage.bookings.questions.definition import questions_of
from maillage.bookings.questions.fields import clean_answer_file
from maillage.bookings.rules import why_closed
from maillage.bookings.services import register_from_form
from maillage.bookings.services.answers import store_file
from maillage.privacy.throttle import TooManyRequests
from maillage.web.form_protection import is_too_large, too_large_message

if TYPE_CHECKING:
    from django.forms import Field

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


Answer = Status[dict[str, Any]]
FILE_BODY = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "properties": {"file": {"type": "string", "format": "binary"}},
                "required": ["file"],
            }
        }
    },
}


class FileOut(Schema):
    """What stands for the file in `answers`, for a day."""

    token: str


@router.post(
    "/{session_id}/files",
    response={201: FileOut, (400, 409, 413, 422, 429): RefusalOut},
    summary="Send a file for a registration",
    # Generated clients call the route by this name: it stays when the function moves.
    operation_id="maillage_bookings_api_files_create_file",
    openapi_extra={"requestBody": FILE_BODY},
)
def create_file(request: HttpRequest, response: HttpResponse, session_id: str) -> Answer:
    """Keep a PDF, or a picture in JPEG or PNG, until a registration takes it: the token is good for a day."""
    session = find_session(session_id)
    most = get_conf()["LARGEST_FILE"]
    if is_too_large(request, files=1, most=most):
        return Status(413, {"detail": too_large_message(most)})
    if not _asks_for_a_file(session):
        return Status(409, {"detail": _("This date asks for no file."), "phone": session.organization.phone})
    try:
        check_file_limit(request)
        upload = request.FILES.get("file")
        if upload is None:
            return Status(422, {"detail": _("Send the file in the field “file” of a multipart body.")})
        kept = store_file(clean_answer_file(upload))
    except TooManyRequests as limit:
        response["Retry-After"] = str(limit.retry_after)
        return Status(429, {"detail": _("Too many files came from you. Wait a little.")})
    except ValidationError as refusal:
        return Status(422, {"detail": " ".join(refusal.messages)})
    return Status(201, {"token": str(kept.token)})


def _asks_for_a_file(session: Session) -> bool:
    page: Any = session.page
    open_to_all = why_closed(session, page) is None
    return open_to_all and any(question.kind == "file" for question in questions_of(page.questions))


IdempotencyKey = Annotated[str, Header(alias="Idempotency-Key", max_length=255, pattern=r"^[\x21-\x7e]*$")]
# The body is read by hand: it is bounded, and its errors are in French and by field.
REGISTRATION_BODY = {
    "required": True,
    "content": {"application/json": {"schema": RegistrationIn.json_schema()}},
}


@router.post(
    "/{session_id}/registrations",
    response={201: RegistrationOut, (400, 409, 413, 415, 429): RefusalOut, 422: InvalidOut},
    summary="Register for a date",
    openapi_extra={"requestBody": REGISTRATION_BODY},
)
def create_registration(
    request: HttpRequest, response: HttpResponse, session_id: str, idempotency_key: IdempotencyKey = ""
) -> Answer:
    """Give a seat, or a rank on the waiting list. The same `Idempotency-Key` gives the same registration."""
    session = find_session(session_id)
    try:
        registration = _register(request, session, idempotency_key)
    except BodyError as refusal:
        return Status(refusal.status, {"detail": refusal.detail, "errors": refusal.errors})
    except TooManyRequests as limit:
        response["Retry-After"] = str(limit.retry_after)
        return Status(429, {"detail": too_many_message()})
    except BookingError as reason:
        return Status(409, {"detail": str(reason), "phone": session.organization.phone})
    return _registered(request, session, registration)


def _register(request: HttpRequest, session: Session, key: str) -> Registration:
    """Register from the body; raises BodyError for what its sender can correct."""
    body = read_json(request)
    form = registration_form(session, form_data(body, registration_form(session)))
    if not form.is_valid():
        raise BodyError(422, _("Correct the fields below."), _messages(form))
    check_limits(request, form.cleaned_data, session)
    try:
        return register_from_form(session, form, source=RegistrationSource.API, idempotency_key=key)
    except AnswerRefused as refusal:
        raise _by_field(refusal.field, refusal) from refusal
    except AppointmentTaken as refusal:
        raise _by_field("slot", refusal) from refusal
    except KeyAlreadyUsed as refusal:
        raise _by_field("Idempotency-Key", refusal) from refusal


def _by_field(field: str, refusal: BookingError) -> BodyError:
    return BodyError(422, str(refusal), {field: [str(refusal)]})


def _registered(request: HttpRequest, session: Session, registration: Registration) -> Answer:
    session.refresh_from_db(fields=["seats_taken", "capacity", "status"])
    return Status(
        201,
        {
            "reference": registration.reference,
            "status": registration.status,
            "seats": registration.seats,
            "rank": registration.waiting_rank(),
            "session": session_out(session, Links(request)),
        },
    )


def _messages(form: RegistrationForm) -> dict[str, list[str]]:
    return {name: [str(message) for message in messages] for name, messages in form.errors.items()}
