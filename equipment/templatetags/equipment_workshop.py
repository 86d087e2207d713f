"""What the cards of machines show: a photo that is already reduced, the memory as people say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from equipment.card.formats import format_finding
from equipment.conditions import in_words
from equipment.formats import disk_size
from maillage.places.pictures import shown_picture

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from equipment.models import MachinePhoto


register = template.Library()
register.filter(format_finding)
register.filter(disk_size)
register.filter("doubt_in_words", in_words)
PICTURE = "width-800"
MB_IN_A_GB = 1024
BYTES_IN_A_GB = 10**9


@register.simple_tag
def machine_photo(photo: MachinePhoto) -> SafeString:
    """Draw a photo by the copy that is there: reading a page makes none."""
    shown = shown_picture(photo.image, PICTURE)
    said = _("Photo %(number)d") % {"number": photo.position + 1}
    return format_html(
        '<img src="{}" width="{}" height="{}" alt="{}" loading="lazy">',
        shown.file.url,
        shown.width,
        shown.height,
        said,
    )


@register.filter
def capacity(size: int | None) -> str:
    """Return the size of a disk in bytes as its box says it; nothing when it is not known."""
    return disk_size(round(size / BYTES_IN_A_GB)) if size else ""


@register.simple_tag
def memory_in_words(megabytes: int | None) -> str:
    """Return a memory in gigabytes: 8192 → « 8 Go »."""
    if not megabytes:
        return ""
    gigabytes = round(megabytes / MB_IN_A_GB, 1)
    size = number_format(int(gigabytes) if gigabytes.is_integer() else gigabytes)
    return _("%(size)s GB") % {"size": size}
