"""What the papers need: `{% load equipment_papers %}`."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import segno
from django import template
from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe

from equipment.formats import specifications
from maillage.privacy.contacts import display_phone

if TYPE_CHECKING:
    from equipment.models import Machine

register = template.Library()


@register.simple_tag
def qr_code(text: str) -> SafeString:
    """Draw `text` as a QR code, black on white, with the margin that readers ask for."""
    # Level M is read with a stain or a fold on it; four modules of margin are ISO/IEC 18004's.
    drawing = segno.make(text, error="m").svg_inline(border=4, light="#fff", svgclass=None, omitsize=True)
    return mark_safe(drawing)  # noqa: S308 - paths made of numbers


@register.filter
def kilograms(grams: int | None) -> str:
    """Return a weight in grams as kilograms: « 12,5 »; nothing for none."""
    return number_format((Decimal(grams) / 1000).normalize()) if grams else ""


@register.filter
def phone(number: str) -> str:
    """Return a phone number as people read it."""
    return display_phone(number)


@register.filter
def specified(machine: Machine) -> list[str]:
    """Return what is in a machine, in plain words."""
    return specifications(machine)
