"""The public paths of this site, in French; Wagtail's pages come last."""

from django.apps import apps
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from accounts.private_pages import private_page_urls
from accounts.views import ForgottenPasswordView
from config.api import api, api_urls
from config.public_files import media_urls
from config.robots import robots_urls
from config.routing import serve
from config.wagtail_api import wagtail_api

PAGES = "wagtail_serve"

urlpatterns = [
    # Before Wagtail's own, whose e-mail would leave at once and as often as anybody likes.
    path("admin/password_reset/", ForgottenPasswordView.as_view(), name="wagtailadmin_password_reset"),
    path("admin/", include(wagtailadmin_urls)),
    path("api/v1/", api_urls(api)),
    path("api/v2/", wagtail_api.urls),
    path("", include("accounts.urls")),
    # Before Wagtail's own, whose passwords anybody may try for ever.
    *private_page_urls(),
    path("documents/", include(wagtaildocs_urls)),
    *media_urls(),
    *robots_urls(),
    path("", include("maillage.bookings.urls")),
    # The site stands without its search too.
    *([path("", include("repair.urls"))] if apps.is_installed("repair") else []),
    *([path("", include("equipment.urls"))] if apps.is_installed("equipment") else []),
    *([path("recherche/", include("search.urls"))] if apps.is_installed("search") else []),
    path("", include("maillage.places.urls")),
    # Wagtail's own patterns, the one of a page's address served by fewer queries: it takes every other one.
    *(pattern for pattern in wagtail_urls.urlpatterns if pattern.name != PAGES),
    re_path(wagtail_urls.serve_pattern, serve, name=PAGES),
]
