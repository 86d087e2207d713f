"""The public path of the search, to include where the site wants it, before Wagtail's."""

from django.urls import path

from .views import SearchView

app_name = "search"

urlpatterns = [path("", SearchView.as_view(), name="search")]
