"""What the templates of organisations and places need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from maillage.places.sections import render_sections

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from maillage.places.models import Organization, Place

register = template.Library()


@register.filter
def tel(phone: str) -> str:
    """Return `phone` as a `tel:` address takes it: digits and a leading plus only."""
    return "".join(sign for sign in phone if sign.isdigit() or sign == "+")


@register.simple_tag(takes_context=True)
def organization_sections(
    context: dict[str, Any], organization: Organization, place: Place | None = None
) -> SafeString:
    """Draw what the other plugins show of an organisation, or of one of its places."""
    return render_sections(context["request"], organization, place)
