"""The paths that a host chooses for the apps that it has."""

from django.apps import apps
from django.urls import include, path
from ninja import NinjaAPI
from wagtail import hooks
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

api = NinjaAPI()
for register in hooks.get_hooks("register_api_router"):
    api.add_router(*register())

PUBLIC_PATHS = {"maillage.bookings": "", "repair": "", "equipment": "", "search": "recherche/"}

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("api/", api.urls),
    *(path(where, include(f"{app}.urls")) for app, where in PUBLIC_PATHS.items() if apps.is_installed(app)),
    path("", include(wagtail_urls)),
]
