"""What plugins above show on the page of an organisation and on the card of a place.

A plugin registers its section with the hook `register_organization_sections`: a function that
returns `section(request, organization, place) -> (template, context) or None`. On a place's card
`place` is that place, and the section is about it; on an organisation's page it is None.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from django.template.loader import render_to_string
from django.utils.html import format_html_join
from wagtail import hooks

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.safestring import SafeString

    from .models import Organization, Place


class Section(Protocol):
    """Tells what to draw, or None for nothing."""

    def __call__(
        self, request: HttpRequest, organization: Organization, place: Place | None
    ) -> tuple[str, dict[str, Any]] | None:
        """Return a template and what it is drawn with."""


def render_sections(request: HttpRequest, organization: Organization, place: Place | None) -> SafeString:
    """Return the HTML of every section, in the order of the hooks."""
    sections: list[Section] = [register() for register in hooks.get_hooks("register_organization_sections")]
    drawn = [section(request, organization, place) for section in sections]
    return format_html_join(
        "\n",
        "{}",
        ((render_to_string(template, context, request),) for template, context in filter(None, drawn)),
    )
