"""The search page: an address that can be shared, nothing written, no script needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import render
from django.views import View

from search.completion import complete
from search.contract import MOST_RESULTS, RESULTS_PER_PAGE
from search.help import help_with
from search.places import map_data, tile_origin
from search.query import Asked, answer_to, understand

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from search.contract import SearchResults


class SearchView(View):
    """The form and, when something is asked, what was found. `Asked` says what the address may hold."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Search and draw."""
        asked = Asked(request.GET)
        understood = understand(asked.query())
        found = answer_to(understood)
        context: dict[str, Any] = {"asked": asked, "found": found}
        if found.asked:
            context |= self._results(asked, found)
            if not found.total:
                context["help"] = help_with(asked, understood, found)
        response = render(request, "search/search.html", context)
        response["X-Robots-Tag"] = "noindex"
        if context.get("map"):
            # django-csp reads it: the tiles of the map, and of this page alone, come from elsewhere.
            response._csp_update = {"img-src": [tile_origin(context["map"]["tiles"])]}  # noqa: SLF001
        return response

    def _results(self, asked: Asked, found: SearchResults) -> dict[str, Any]:
        screen = Paginator(range(min(found.total, MOST_RESULTS)), RESULTS_PER_PAGE).get_page(asked.page)
        return {
            "screen": screen,
            "before": asked.url(page=screen.number - 1),
            "after": asked.url(page=screen.number + 1),
            "chips": asked.chips(found),
            "orders": asked.choices_of_sort(found),
            "map": map_data(found),
        }


class SuggestionsView(View):
    """`?q=` is what somebody has typed so far; the answer is JSON for the page's own script."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the pages that may be meant."""
        response = JsonResponse({"suggestions": complete(request.GET.get("q", ""))})
        response["X-Robots-Tag"] = "noindex"
        return response
