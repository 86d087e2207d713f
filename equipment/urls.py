"""The public addresses of equipment; the site mounts them."""

from django.urls import include, path

urlpatterns = [
    path("", include("equipment.public.urls")),
    path("", include("equipment.workshop.urls")),
]
