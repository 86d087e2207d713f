"""What the public pages of the stock need: `{% load equipment_stock %}`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import format_html

from equipment.prices import in_euros
from maillage.places.pictures import shown_picture

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from equipment.models import MachinePhoto, Price

register = template.Library()


@register.simple_tag
def machine_photo(photo: MachinePhoto, filter_spec: str, alt: str = "", **attributes: Any) -> SafeString:
    """Draw a photo by the rendition that is there; none is made while somebody reads."""
    shown = shown_picture(photo.image, filter_spec)
    loading = attributes.get("loading", "lazy")
    return format_html(
        '<img src="{}" width="{}" height="{}" alt="{}" loading="{}">',
        *(shown.file.url, shown.width, shown.height, alt, loading),
    )


@register.filter
def euros(price: Price | int) -> str:
    """Return a price, or cents, in words: « 40 € »."""
    return in_euros(price if isinstance(price, int) else price.cents)
