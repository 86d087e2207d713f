"""The public pages of the places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.views.generic import DetailView, ListView

from .models import Place
from .structured_data import place_json

if TYPE_CHECKING:
    from .querysets import PlaceQuerySet


class PlaceListView(ListView[Place]):
    """Every place of the network, by commune."""

    template_name = "places/place_list.html"
    context_object_name = "places"
    paginate_by = 60

    def get_queryset(self) -> PlaceQuerySet:
        """Return the places with who keeps each card."""
        return Place.objects.with_organization()


class PlaceView(DetailView[Place]):
    """The card of one place."""

    template_name = "places/place.html"
    context_object_name = "place"

    def get_queryset(self) -> PlaceQuerySet:
        """Return the places with who keeps the card and that organisation's page."""
        return Place.objects.with_page()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what search engines read."""
        url = self.request.build_absolute_uri(self.object.get_absolute_url())
        return super().get_context_data(structured_data=place_json(self.object, url), **kwargs)
