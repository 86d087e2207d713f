"""What the poster of a workshop draws: `{% load posters %}`."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import segno
from django import template
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from workshops.models import WorkshopPage

register = template.Library()
# Two kilobytes each.
MOST_CODES = 200


@register.simple_tag(takes_context=True)
def page_address(context: template.Context, page: WorkshopPage) -> str:
    """Return the full address of `page`, which the code holds and the poster spells."""
    return page.address_for(context.get("request"))


@register.simple_tag
def qr_code(text: str) -> SafeString:
    """Draw `text` as a QR code, black on white whatever the theme, with the margin that readers ask for."""
    return _drawn(text)


@lru_cache(maxsize=MOST_CODES)
def _drawn(text: str) -> SafeString:
    # Level M is read with a stain or a drawing pin on it; four modules of margin are ISO/IEC 18004's.
    drawing = segno.make(text, error="m").svg_inline(border=4, light="#fff", svgclass=None, omitsize=True)
    return mark_safe(drawing)  # noqa: S308 - paths made of numbers
