"""The tag that gives `base.html` its header and footer."""

from __future__ import annotations

from typing import Any

from django import template
from wagtail.models import Page

from ..navigation import Frame, build_frame

register = template.Library()


@register.simple_tag(takes_context=True)
def site_frame(context: dict[str, Any]) -> Frame:
    """Return the `Frame` of the page being drawn; an empty one where there is no request."""
    request = context.get("request")
    if request is None:
        return Frame()
    page = context.get("page")
    return build_frame(request, page if isinstance(page, Page) else None)
