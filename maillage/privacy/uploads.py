"""Files that people send: what is taken, and what is taken out of it before it is kept.

They are kept by `files.PrivateStorage`, never under the public media.
"""

from __future__ import annotations

import io
from pathlib import PurePath
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageOps, UnidentifiedImageError

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

# What a file begins with, whatever its name says: ISO 32000-1, 7.5.2; ISO 10918-1, B.1.1.3; PNG 5.2.
SIGNATURES = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}
FORMATS = {"jpg": "JPEG", "png": "PNG"}
# A picture of more points would fill the memory of a small server when it is opened.
MOST_PIXELS = 50_000_000
WRONG_KIND = gettext_lazy("Choose a PDF, or a picture in JPEG or PNG.")
# What an input of these files says to the browser.
ACCEPTED = "application/pdf,image/jpeg,image/png"


def clean_file(upload: UploadedFile, *, most: int) -> ContentFile:
    """Return what is kept of `upload`, of `most` bytes at most, with an ending that tells what it is.

    Pictures are written anew, upright and without what the camera noted: where and when it was taken,
    with which machine. Raises ValidationError for another kind of file, one too large, or one that
    cannot be read.
    """
    if (upload.size or 0) > most:
        raise ValidationError(
            _("This file is too large: %(most)d MB at most.") % {"most": most // 1_000_000}, code="size"
        )
    content = upload.read()
    kind = next((kind for start, kind in SIGNATURES.items() if content.startswith(start)), "")
    if not kind:
        raise ValidationError(str(WRONG_KIND), code="kind")
    if kind in FORMATS:
        content = _picture(content, kind)
    return ContentFile(content, name=f"{_safe_stem(upload.name or '')}.{kind}")


def _picture(content: bytes, kind: str) -> bytes:
    """Return the picture upright, and nothing else of what its file held."""
    try:
        with Image.open(io.BytesIO(content), formats=[FORMATS[kind]]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise ValidationError(_("This picture has too many points. Choose a smaller one."))
            upright = ImageOps.exif_transpose(picture)
            if upright.mode == "P":
                upright = upright.convert("RGBA")
            bare = Image.new(upright.mode, upright.size)
            bare.paste(upright)
            kept = io.BytesIO()
            bare.save(kept, FORMATS[kind], quality=88)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ValidationError(_("This picture cannot be read. Choose another one.")) from error
    return kept.getvalue()


def _safe_stem(name: str) -> str:
    """Return the name of a file without its ending and without what a computer could take for an order."""
    stem = PurePath(name.replace("\\", "/")).stem
    kept = "".join(sign if sign.isalnum() or sign in " -_." else "_" for sign in stem).strip(" .")
    return kept[:100] or "fichier"
