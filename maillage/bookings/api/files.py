"""Send a file before the registration that it belongs to: what comes back is a token to put in `answers`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Schema, Status

from maillage.bookings.conf import get_conf
from maillage.bookings.limits import check_file_limit
from maillage.bookings.opening import why_closed
from maillage.bookings.questions.definition import questions_of
from maillage.bookings.questions.files import clean_answer_file
from maillage.bookings.services.answers import store_file
from maillage.privacy.throttle import TooManyRequests
from maillage.web.form_protection import is_too_large, too_large_message

from .schemas import RefusalOut
from .sessions import find_session, router

if TYPE_CHECKING:
    from maillage.bookings.models import Session

Answer = Status[dict[str, Any]]
BODY = {
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
    openapi_extra={"requestBody": BODY},
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
