"""The places of the network."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query, Router

from maillage.places.models import Place

from .organizations import link_out
from .schemas import Key, PlaceFilters, PlaceOut, PlacesOut

router = Router(tags=["places"])


@router.get("", response=PlacesOut, summary="The places, by commune")
def list_places(request: HttpRequest, asked: Query[PlaceFilters]) -> dict[str, Any]:
    """List the places where dates may take place."""
    places = Place.objects.in_commune(asked.commune).kept_by(asked.organization)
    slice_ = places.with_page()[asked.offset : asked.offset + asked.limit]
    return {"count": places.count(), "items": [place_out(one, request) for one in slice_]}


@router.get("/{place_id}", response=PlaceOut, summary="One place")
def get_place(request: HttpRequest, place_id: Key) -> dict[str, Any]:
    """Return one place, or 404."""
    place = Place.objects.with_page().filter(pk=place_id).first()
    if place is None:
        raise Http404
    return place_out(place, request)


def place_out(place: Place, request: HttpRequest) -> dict[str, Any]:
    """Return `place` (read with `with_page()`) as a PlaceOut."""
    hidden = place.address_for_registered_only
    point = place.public_coordinates
    return {
        "id": place.pk,
        "name": "" if hidden else place.name,
        "commune": place.commune,
        "postal_code": place.postal_code,
        "address_lines": place.public_address_lines,
        "address_for_registered_only": hidden,
        "geo": {"latitude": point[0], "longitude": point[1]} if point else None,
        "phone": "" if hidden else place.phone,
        "access": "" if hidden else place.access,
        "url": request.build_absolute_uri(place.get_absolute_url()),
        "organization": link_out(place.organization, request),
    }
