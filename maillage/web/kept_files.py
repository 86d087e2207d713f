"""Pictures that editors keep in Wagtail: whichever door one came by, what its camera noted does not stay.

Screens, uploads of several at once, replacements, the API, a script: all of them save a row.
"""

from __future__ import annotations

import io
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.db.models.signals import pre_save
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.models import SourceImageIOError

from maillage.web.images import (
    CANNOT_READ,
    JPEG,
    MOST_PIXELS,
    PNG,
    Busy,
    CleanPicture,
    UnreadablePicture,
    clean_picture,
    one_at_a_time,
    too_many_points,
    without_metadata,
)

if TYPE_CHECKING:
    from django.core.files import File
    from wagtail.documents.models import AbstractDocument
    from wagtail.images.models import AbstractImage

# The side of a picture that is drawn anew because it is too large to be decoded each time it is shown.
LONGEST_SIDE = 4000
QUALITY = 90
DRAWN_ANEW = {"JPEG": "JPEG", "MPO": "JPEG", "WEBP": "WEBP", "PNG": "PNG", "AVIF": "AVIF"}
_SNIFFED = 12


def watch() -> None:
    """Look at each picture and each document before it is saved, and make reduced copies in turn."""
    pre_save.connect(clean_image, sender=get_image_model(), dispatch_uid="web.clean_image")
    pre_save.connect(clean_document, sender=get_document_model(), dispatch_uid="web.clean_document")
    make_copies_in_turn(get_image_model())


def make_copies_in_turn(model: Any) -> None:
    """Let a reduced copy of a `model`'s picture be decoded while no other picture is, on the whole machine.

    Wagtail has neither a setting nor a signal for it. A turn that does not come is told as a file that
    cannot be read: the page is shown without the picture, which comes the next time.
    """
    generate = model.generate_rendition_file

    @wraps(generate)
    def in_turn(self: AbstractImage, *args: Any, **kwargs: Any) -> File[Any]:
        try:
            with one_at_a_time():
                return generate(self, *args, **kwargs)
        except Busy as busy:
            raise SourceImageIOError(str(busy)) from busy

    model.generate_rendition_file = in_turn


def clean_image(sender: type, instance: AbstractImage, **_signal: Any) -> None:
    """Clean the file that `instance` is about to keep; raises ValidationError when it is no picture."""
    content = _new_content(instance)
    if content is None:
        return
    kept = clean_content(content)
    if isinstance(kept, CleanPicture):
        instance.width, instance.height = kept.width, kept.height
        kept = kept.content
    if kept != content:
        _put(instance, kept)
        instance._set_image_file_metadata()  # noqa: SLF001 - Wagtail's own way, that its forms take


def clean_document(sender: type, instance: AbstractDocument, **_signal: Any) -> None:
    """Clean a document that is a picture, without touching a point of it; others are kept as they are."""
    content = _new_content(instance)
    if content is None:
        return
    try:
        kept = without_metadata(content)
    except UnreadablePicture:
        return
    if kept is not None and kept != content:
        _put(instance, kept)
        instance._set_document_file_metadata()  # noqa: SLF001 - Wagtail's own way, that its forms take


def clean_content(content: bytes) -> bytes | CleanPicture:
    """Return the bytes to keep of a picture, or the picture drawn anew where its bytes cannot be cleaned.

    Raises ValidationError for what cannot be read, or has too many points.
    """
    name, pixels = _seen(content)
    try:
        kept = without_metadata(content)
    except UnreadablePicture:
        kept = None
    if name not in DRAWN_ANEW or (kept is not None and pixels <= MOST_PIXELS):
        return content if kept is None else kept
    side = {"longest_side": LONGEST_SIDE, "quality": QUALITY}
    return clean_picture(io.BytesIO(content), formats=[name], saved_as=DRAWN_ANEW[name], **side)


def _seen(content: bytes) -> tuple[str, int]:
    """Return the format of a picture and its points, decoding none; nothing for what Pillow does not know."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            name = picture.format or ""
            return ("JPEG" if name == "MPO" else name), picture.width * picture.height
    except Image.DecompressionBombError as error:
        raise too_many_points() from error
    except CANNOT_READ:
        return "", 0


def _new_content(instance: AbstractImage | AbstractDocument) -> bytes | None:
    """Return the file that is about to be written, or None: no new one, or nothing like a picture."""
    file = instance.file
    if not file or file._committed:  # noqa: SLF001 - how Django knows what it has still to write
        return None
    file.seek(0)
    head = file.read(_SNIFFED)
    file.seek(0)
    looks_like_one = head.startswith((JPEG, PNG)) or head[8:12] == b"WEBP" or head[4:8] == b"ftyp"
    if not looks_like_one:
        return None
    content = file.read()
    file.seek(0)
    return content


def _put(instance: AbstractImage | AbstractDocument, content: bytes) -> None:
    instance.file.file = ContentFile(content, name=instance.file.name)
