"""A file that came with a registration, for the team of its organisation only."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404

from maillage.privacy.access import record_access

from ..models import AnswerFile, Registration

if TYPE_CHECKING:
    from django.http import HttpResponseBase


def download_file(request: HttpRequest, token: UUID) -> HttpResponseBase:
    """Send the file to be saved, never shown by the browser, and write who took it."""
    if not request.user.has_perm("bookings.change_registration"):
        raise PermissionDenied
    mine = Registration.objects.for_user(request.user)
    kept = AnswerFile.objects.filter(answer__registration__in=mine).select_related("answer__registration")
    found = get_object_or_404(kept, token=token)
    try:
        content = found.file.open()
    except FileNotFoundError as error:
        raise Http404 from error
    record_access(
        request.user,
        what="bookings.file",
        reference=found.answer.registration.reference,
        rows=1,
        exported=True,
    )
    response = FileResponse(content, as_attachment=True, filename=found.original_name)
    response["Content-Type"] = "application/octet-stream"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    return response
