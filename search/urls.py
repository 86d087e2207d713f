"""The public paths of the search, to include where the site wants it, before Wagtail's."""

from django.urls import path

from .views import SearchView, SuggestionsView

app_name = "search"

urlpatterns = [
    path("", SearchView.as_view(), name="search"),
    path("suggestions/", SuggestionsView.as_view(), name="suggestions"),
]
