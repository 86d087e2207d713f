"""The public paths of the places, to include at the root of a site before Wagtail's."""

from django.urls import path

from .views import PlaceListView, PlaceView

app_name = "places"

urlpatterns = [
    path("lieux/", PlaceListView.as_view(), name="place_list"),
    path("lieux/<slug:slug>/", PlaceView.as_view(), name="place"),
]
