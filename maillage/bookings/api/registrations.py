"""Register from another site: the same form and the same service as the public page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Header, Status

from maillage.bookings.errors import AppointmentTaken, BookingError, KeyAlreadyUsed
from maillage.bookings.forms.errors import AnswerRefused
from maillage.bookings.limits import check_limits, too_many_message
from maillage.bookings.models import Registration, RegistrationSource, Session
from maillage.bookings.services import register_from_form
from maillage.privacy.throttle import TooManyRequests

from .body import BodyError, form_data, read_json
from .schemas import InvalidOut, RefusalOut, RegistrationIn, RegistrationOut
from .sessions import Links, find_session, registration_form, router, session_out

if TYPE_CHECKING:
    from maillage.bookings.forms import RegistrationForm

Answer = Status[dict[str, Any]]
IdempotencyKey = Annotated[str, Header(alias="Idempotency-Key", max_length=255, pattern=r"^[\x21-\x7e]*$")]
# The body is read by hand: it is bounded, and its errors are in French and by field.
BODY = {"required": True, "content": {"application/json": {"schema": RegistrationIn.json_schema()}}}


@router.post(
    "/{session_id}/registrations",
    response={201: RegistrationOut, (400, 409, 413, 415, 429): RefusalOut, 422: InvalidOut},
    summary="Register for a date",
    openapi_extra={"requestBody": BODY},
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
