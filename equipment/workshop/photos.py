"""Photos of machines: the picture alone, without where and when the phone took it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError
from wagtail.images import get_image_model

from equipment.models import Machine, MachinePhoto
from maillage.places.pictures import make_rendition

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.core.files.uploadedfile import UploadedFile

READ = ("JPEG", "PNG", "WEBP")
LARGEST = 15_000_000
MOST_PIXELS = 60_000_000
# A phone takes four thousand points across; a page shows eight hundred.
LONGEST_SIDE = 1600
SHOWN = ("width-800", "fill-400x300")


def clean_photo(upload: UploadedFile) -> ContentFile:
    """Return `upload` as an upright JPEG of 1 600 points at most, drawn anew: nothing else is kept.

    Raises ValidationError for a file that is too large, another kind of file, or one that cannot be read.
    """
    if (upload.size or 0) > LARGEST:
        raise ValidationError(
            _("This photo is too large: %(most)d MB at most.") % {"most": LARGEST // 1_000_000}
        )
    try:
        with Image.open(upload, formats=READ) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise ValidationError(_("This photo has too many points. Choose a smaller one."))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            bare = Image.new("RGB", upright.size)
            bare.paste(upright)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ValidationError(_("This photo cannot be read. Choose a JPEG, PNG or WebP file.")) from error
    kept = io.BytesIO()
    bare.save(kept, "JPEG", quality=85)
    return ContentFile(kept.getvalue(), name="photo.jpg")


@transaction.atomic
def add_photo(
    machine: Machine, picture: ContentFile, *, is_public: bool, by: AbstractBaseUser | Any
) -> MachinePhoto:
    """Put a cleaned `picture` in the organisation's collection, and its reduced copies with it."""
    image = get_image_model().objects.create(
        title=f"{machine.name} {machine.tag}"[:255],
        # The tag is on every label: a photo that is not public is not found from it.
        file=ContentFile(picture.read(), name=f"{uuid4().hex}.jpg"),
        collection=machine.organization.collection,
        uploaded_by_user=by,
    )
    for spec in SHOWN:
        make_rendition(image, spec)
    position = machine.photos.count()
    return MachinePhoto.objects.create(machine=machine, image=image, is_public=is_public, position=position)


@transaction.atomic
def remove_photo(photo: MachinePhoto) -> None:
    """Delete a photo and its files."""
    image = photo.image
    photo.delete()
    image.delete()
