"""The pictures of a page, made when it is published: reading a page never writes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import prefetch_related_objects

from maillage.places.pictures import make_rendition, shown_picture

if TYPE_CHECKING:
    from wagtail.fields import StreamValue
    from wagtail.images.models import AbstractImage

PICTURE_FILTER = "width-900"


@dataclass(frozen=True, slots=True)
class Picture:
    """What an `<img>` says: address, size in pixels, and what it shows in words (empty: decoration)."""

    url: str
    width: int
    height: int
    alt: str


def pictures_of(body: StreamValue) -> list[AbstractImage]:
    """Return the images of the picture blocks of `body`; those that were deleted are left out."""
    chosen = [block.value["picture"] for block in body if block.block_type == "picture"]
    return [image for image in chosen if image is not None]


def load_renditions(body: StreamValue) -> None:
    """Read in one query the renditions of every picture of `body`, for `picture_of` to find."""
    if images := pictures_of(body):
        prefetch_related_objects(images, "renditions")


def picture_of(image: AbstractImage) -> Picture:
    """Return what to show of `image`: the rendition made at publication, else the file itself."""
    alt = "" if image.decorative else (image.contextual_alt_text or image.default_alt_text)
    shown = shown_picture(image, PICTURE_FILTER)
    return Picture(shown.file.url, shown.width, shown.height, alt)


def make_renditions(body: StreamValue) -> int:
    """Make the renditions that `body` needs and return how many there are."""
    return sum(make_rendition(image, PICTURE_FILTER) for image in pictures_of(body))


def page_was_published(sender: type, instance: Any, **kwargs: Any) -> None:
    """Receive Wagtail's `page_published` from a StandardPage."""
    make_renditions(instance.body)
