"""Files that people send: what is taken, and what is taken out of it before it is kept.

They are kept by `maillage.privacy.files.PrivateStorage`, never under the public media.
"""

from __future__ import annotations

import io
from pathlib import PurePath
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy

from maillage.web.form_protection import too_large_message
from maillage.web.images import clean_picture

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

# What a file begins with, whatever its name says: ISO 32000-1, 7.5.2; ISO 10918-1, B.1.1.3; PNG 5.2.
SIGNATURES = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}
FORMATS = {"jpg": "JPEG", "png": "PNG"}
# A sheet of paper at 300 dots per inch: every word of it is read.
LONGEST_SIDE = 3600
QUALITY = 88
WRONG_KIND = gettext_lazy("Choose a PDF, or a picture in JPEG or PNG.")
# What an input of these files says to the browser.
ACCEPTED = "application/pdf,image/jpeg,image/png"


def clean_file(upload: UploadedFile, *, most: int) -> ContentFile:
    """Return what is kept of `upload`, of `most` bytes at most, with an ending that tells what it is.

    Pictures are drawn anew (`clean_picture()`). Raises ValidationError for another kind of file, one too
    large, or one that cannot be read.
    """
    if (upload.size or 0) > most:
        raise ValidationError(too_large_message(most), code="size")
    content = upload.read()
    kind = next((kind for start, kind in SIGNATURES.items() if content.startswith(start)), "")
    if not kind:
        raise ValidationError(str(WRONG_KIND), code="kind")
    if name := FORMATS.get(kind):
        drawn = clean_picture(
            io.BytesIO(content), formats=[name], saved_as=name, longest_side=LONGEST_SIDE, quality=QUALITY
        )
        content = drawn.content
    return ContentFile(content, name=f"{_safe_stem(upload.name or '')}.{kind}")


def _safe_stem(name: str) -> str:
    """Return the name of a file without its ending and without what a computer could take for an order."""
    stem = PurePath(name.replace("\\", "/")).stem
    kept = "".join(sign if sign.isalnum() or sign in " -_." else "_" for sign in stem).strip(" .")
    return kept[:100] or "fichier"
