"""The search page: an address that can be shared, nothing written, no script needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views import View

from .query import MOST_RESULTS, RESULTS_PER_PAGE, SearchQuery, search
from .words import clean_text

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LAST_PAGE = MOST_RESULTS // RESULTS_PER_PAGE


class SearchView(View):
    """`?q=` is what is looked for, `?page=` which screen of it."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form and, when something was typed, what was found."""
        text = clean_text(request.GET.get("q", ""))
        number = _page_number(request.GET.get("page", ""))
        query = SearchQuery(text=text, offset=(number - 1) * RESULTS_PER_PAGE)
        context = {"text": text, "asked": bool(query.words)}
        if query.words:
            found = search(query)
            reachable = range(min(found.total, MOST_RESULTS))
            screen = Paginator(reachable, RESULTS_PER_PAGE).get_page(number)
            context |= {"found": found, "screen": screen}
        response = render(request, "search/search.html", context)
        response["X-Robots-Tag"] = "noindex"
        return response


def _page_number(typed: str) -> int:
    """Return the screen asked for, the first one when it makes no sense."""
    if typed.isascii() and typed.isdigit() and len(typed) <= len(str(LAST_PAGE)):
        return min(max(int(typed), 1), LAST_PAGE)
    return 1
