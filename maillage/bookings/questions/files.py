"""Files that come with an answer: sent with the form, or before it, by a token."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from maillage.web.uploads import ACCEPTED, WRONG_KIND, clean_file

from ..conf import get_conf

if TYPE_CHECKING:
    from django.core.files.base import ContentFile
    from django.core.files.uploadedfile import UploadedFile


class FileOrTokenInput(forms.FileInput):
    """The input of a file; its value is a token when the data come from the API."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return the file, or else what the body says."""
        return files.get(name) or data.get(name)


class AnswerFileField(forms.FileField):
    """A file of the form itself, or the token of one that was sent before (by the API)."""

    widget = FileOrTokenInput(attrs={"accept": ACCEPTED})
    default_error_messages = {"invalid": WRONG_KIND, "missing": WRONG_KIND}

    def to_python(self, data: Any) -> ContentFile | uuid.UUID | None:
        """Return the file ready to be kept, or the token; raises ValidationError."""
        if data in self.empty_values:
            return None
        if isinstance(data, str | uuid.UUID):
            return _token(data)
        return clean_answer_file(super().to_python(data))

    def json_schema(self) -> dict[str, Any]:
        """A program sends the token that it got for a file."""
        return {"type": "string", "format": "uuid"}


def clean_answer_file(upload: UploadedFile) -> ContentFile:
    """Return what is kept of `upload`; raises ValidationError as `clean_file()` does."""
    return clean_file(upload, most=get_conf()["LARGEST_FILE"])


def _token(text: str | uuid.UUID) -> uuid.UUID:
    try:
        return uuid.UUID(str(text))
    except ValueError as error:
        raise ValidationError(str(WRONG_KIND), code="token") from error
