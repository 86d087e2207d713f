"""A photo that stands for a log: taken by the phone, drawn anew, given as the bytes that are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from equipment.evidence.reading import read_stream

from .photos import clean_photo

if TYPE_CHECKING:
    from equipment.evidence.reading import RawFile


class PhotoField(forms.FileField):
    """A picture from a phone, without what the phone noted."""

    widget = forms.FileInput(
        attrs={"accept": "image/jpeg,image/png,image/webp", "capture": "environment"}  # type: ignore[arg-type]
    )

    def clean(self, data: Any, initial: Any = None) -> RawFile | None:
        """Return the cleaned JPEG, None without one; raises ValidationError for what is no picture."""
        upload = super().clean(data, initial)
        return read_stream(clean_photo(upload).open()) if upload else None
