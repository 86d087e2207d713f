"""Addresses of an activity that the network does not have: they are not there.

A plugin brings addresses of its own (the form of those who give a machine, the figures of repairs)
beside the page of its section. On a site that was begun with `start_site` or the demo, they answer
once that page is published, or once something of the activity is there (a repair café, a machine).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django.http import Http404

from home.models import HomePage
from maillage.places.starting import StartingSection, starting_sections

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


class SectionsMiddleware:
    """Answers 404 at the screens of an activity that the network has not."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """Look for the page of the section whose screen is asked for; raises Http404."""
        match = request.resolver_match
        section = _sections_by_screen().get(match.view_name) if match else None
        if section is not None and not section.is_begun and HomePage.objects.exists():
            raise Http404


def listed_screens() -> list[str]:
    """Return the routes that the map of the site lists for the activities that the network has."""
    return [route for section in starting_sections() if section.is_begun for route in section.listed]


@cache
def _sections_by_screen() -> dict[str, StartingSection]:
    return {route: section for section in starting_sections() for route in section.screens}
