"""Photos of machines: the picture alone, without where and when the phone took it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.images import get_image_model

from equipment.models import Machine, MachinePhoto
from maillage.places.pictures import make_rendition
from maillage.web.form_protection import too_large_message
from maillage.web.images import clean_picture

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.core.files.uploadedfile import UploadedFile

READ = ("JPEG", "PNG", "WEBP")
LARGEST = 15_000_000
# A phone takes four thousand points across; a page shows eight hundred.
LONGEST_SIDE = 1600
SHOWN = ("width-800", "fill-400x300")


def clean_photo(upload: UploadedFile) -> ContentFile:
    """Return `upload` as an upright JPEG of 1 600 points at most, drawn anew: nothing else is kept.

    Raises ValidationError for a file that is too large, another kind of file, or one that cannot be read.
    """
    if (upload.size or 0) > LARGEST:
        raise ValidationError(too_large_message(LARGEST))
    drawn = clean_picture(upload, formats=READ, saved_as="JPEG", longest_side=LONGEST_SIDE)
    return ContentFile(drawn.content, name="photo.jpg")


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
