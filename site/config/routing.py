"""From an address to its page in two queries, however deep the page lies.

Wagtail asks for the site, then walks the tree one level at a time, with two queries each. The
result here is the same: the shortcuts are taken only where they cannot differ.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from django.core.cache import cache as shared_cache
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, Site, get_page_models
from wagtail.url_routing import RouteResult
from wagtail.views import serve as wagtail_serve

from maillage.places.pages import page_model

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


# How long another process may still know a site as it was.
KNOWN_FOR_SECONDS = 30
ONLY_SITE = "config.routing.only_site"


class OnlySiteMiddleware:
    """Tell Wagtail which site is asked for, where there is only one: it then asks the database no more."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set what `Site.find_for_request()` keeps on a request, and pass it on."""
        site = shared_cache.get_or_set(ONLY_SITE, _only_site, KNOWN_FOR_SECONDS)
        if site:
            request._wagtail_site = site  # noqa: SLF001 - where Wagtail keeps it
        return self.get_response(request)


def _only_site() -> Site | bool:
    """Return the default site when there is no other; False (which a cache can keep) otherwise."""
    sites = list(Site.objects.select_related("root_page")[:2])
    return sites[0] if len(sites) == 1 and sites[0].is_default_site else False


def forget_site(**_signal: object) -> None:
    """Forget the site that this process knows: a site or its root page has changed."""
    shared_cache.delete(ONLY_SITE)


post_save.connect(forget_site, sender=Site)
post_delete.connect(forget_site, sender=Site)


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Serve a page as Wagtail does, found by its whole address at once."""
    site = Site.find_for_request(request)
    if site is not None and _routes_are_plain():
        address = "/".join(["", *filter(None, path.split("/")), ""])
        url_path = site.root_page.url_path.rstrip("/") + address
        page = _live_page(url_path)
        # Wagtail's own place for a route that was already found.
        request._wagtail_route_for_request = RouteResult(page) if page else None  # noqa: SLF001
    return wagtail_serve(request, path)


def _live_page(url_path: str) -> Page | None:
    """Return the published page at `url_path` as its own type, read in full once."""
    found = Page.objects.filter(url_path=url_path, live=True).order_by().values_list("pk", "content_type")
    for key, content_type in found[:1]:
        return page_model(content_type)._default_manager.in_bulk([key]).get(key)
    return None


@cache
def _routes_are_plain() -> bool:
    """Tell whether every installed page type leaves `Page.route()` as it is: an address is then a page."""
    return all(model.route is Page.route for model in get_page_models())
