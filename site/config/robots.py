"""What the site tells search engines: the pages there are, and the paths that nobody should list."""

from __future__ import annotations

from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, URLPattern, path, reverse
from wagtail.contrib.sitemaps import Sitemap as PagesSitemap
from wagtail.contrib.sitemaps.views import sitemap

from config.sections import listed_screens

# Forms, own pages, endless lists and the office: whoever needs them gets there by a link.
UNLISTED = ("/admin/", "/api/", "/inscription/", "/invitation/", "/mon-inscription/", "/recherche/")
# Screens that are not pages of Wagtail, beside those of the sections that the site has.
SCREENS = ("bookings:agenda",)


class ScreensSitemap(Sitemap):
    """The public screens that plugins bring beside the pages."""

    def items(self) -> list[str]:
        """Return the paths of those that this site has."""
        return [path for path in map(_path_of, [*SCREENS, *listed_screens()]) if path]

    def location(self, item: str) -> str:
        """Return the path itself."""
        return item


def robots(request: HttpRequest) -> HttpResponse:
    """Answer as RFC 9309 says: what not to visit, then where the map of the site is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in UNLISTED)]
    lines += ["", f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def robots_urls() -> list[URLPattern]:
    """Return the two routes, at the root of the site, where search engines look for them."""
    return [
        path("robots.txt", robots, name="robots"),
        path("sitemap.xml", sitemap, {"sitemaps": {"pages": PagesSitemap, "screens": ScreensSitemap}}),
    ]


def _path_of(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
