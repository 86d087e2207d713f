"""Pictures made when a page is published, so that reading it never writes.

Wagtail makes the reduced copy of an image the first time that a page shows it: a write in the
database and on the disk, in a visitor's request.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.forms.utils import flatatt
from django.utils.html import format_html
from wagtail.fields import RichTextField
from wagtail.images import get_image_model
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.formats import get_image_format
from wagtail.images.models import Filter, SourceImageIOError
from wagtail.images.rich_text import ImageEmbedHandler
from wagtail.rich_text.rewriters import FIND_EMBED_TAG, extract_attrs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wagtail.images.formats import Format
    from wagtail.images.models import AbstractImage, AbstractRendition

NO_PICTURE = '<img alt="">'
_KEY = re.compile(r"^[0-9]{1,18}$")


def shown_picture(image: AbstractImage, filter_spec: str) -> AbstractRendition | AbstractImage:
    """Return what to show of `image`: its rendition when there is one, else the image itself."""
    try:
        return image.find_existing_rendition(image.clean_filter_for_svg(Filter(spec=filter_spec)))
    except image.get_rendition_model().DoesNotExist:
        return image


def make_rendition(image: AbstractImage, filter_spec: str) -> bool:
    """Make the rendition of `image` that `filter_spec` asks for; tell whether it is there.

    A file that is lost or damaged is passed over: its page is published all the same.
    """
    try:
        image.get_rendition(filter_spec)
    except (SourceImageIOError, InvalidFilterSpecError, OSError):
        return False
    return True


class StillImageEmbedHandler(ImageEmbedHandler):
    """Draws the images of a rich text with the renditions that are there, and makes none."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        """Return the `<img>` of each, in two queries; an image that was deleted leaves an empty one."""
        images = _with_renditions(attrs_list)
        return [_img_tag(images.get(attrs.get("id", "")), attrs) for attrs in attrs_list]


def make_rich_text_renditions(page: Any) -> int:
    """Make the renditions that the rich texts of `page` show and return how many there are."""
    wanted = [attrs for html in _rich_texts(page) for attrs in _embedded_images(html)]
    images = _with_renditions(wanted)
    made = 0
    for attrs in wanted:
        image, image_format = images.get(attrs.get("id", "")), _format(attrs)
        if image is not None and image_format is not None:
            made += make_rendition(image, image_format.filter_spec)
    return made


def page_was_published(sender: type, instance: Any, **kwargs: Any) -> None:
    """Receive Wagtail's `page_published` from any page."""
    make_rich_text_renditions(instance)


def _rich_texts(page: Any) -> Iterator[str]:
    for field in page._meta.get_fields():
        if isinstance(field, RichTextField):
            yield getattr(page, field.attname) or ""


def _embedded_images(html: str) -> Iterator[dict[str, str]]:
    for attributes in FIND_EMBED_TAG.findall(html):
        attrs = extract_attrs(attributes)
        if attrs.get("embedtype") == StillImageEmbedHandler.identifier:
            yield attrs


def _with_renditions(attrs_list: list[dict[str, str]]) -> dict[str, AbstractImage]:
    """Return the images by their key as it is written, each with its renditions; two queries."""
    keys = {attrs["id"] for attrs in attrs_list if _KEY.match(attrs.get("id", ""))}
    if not keys:
        return {}
    found = get_image_model().objects.filter(pk__in=keys).prefetch_related("renditions")
    return {str(image.pk): image for image in found}


def _format(attrs: dict[str, str]) -> Format | None:
    try:
        return get_image_format(attrs.get("format", ""))
    except KeyError:
        return None


def _img_tag(image: AbstractImage | None, attrs: dict[str, str]) -> str:
    image_format = _format(attrs)
    if image is None or image_format is None:
        return NO_PICTURE
    shown = shown_picture(image, image_format.filter_spec)
    said = {
        "src": shown.file.url,
        "width": shown.width,
        "height": shown.height,
        "alt": attrs.get("alt", ""),
        "class": image_format.classname,
        "loading": "lazy",
    }
    return format_html("<img{}>", flatatt(said))
