"""The public reads of the network: `/api/v1/places` and `/api/v1/organizations`."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Field, Path, Query, Router, Schema

from maillage.places.models import Organization, Place

# A database that meets a null byte in a text stops with an error: refuse it at the door.
Text = Annotated[str, Field(max_length=120, pattern=r"^[^\x00-\x1f\x7f]*$")]
Key = Annotated[int, Path(ge=1, le=2**63 - 1)]


class Slice(Schema):
    """Which part of a list is asked for."""

    limit: int = Field(20, ge=1, le=100, description="How many at most.")
    offset: int = Field(0, ge=0, le=100_000, description="How many to leave out first.")


class PlaceFilters(Slice):
    """What can be asked of the list of places."""

    commune: Text = Field("", description="Commune, in full.")
    organization: Text = Field("", description="Slug of the organisation that keeps the card.")


class OrganizationLinkOut(Schema):
    """An organisation by its name and its public page."""

    id: int
    name: str
    slug: str
    url: str = Field(description="Full address of its page; empty while it has none.")


class GeoOut(Schema):
    """A point, in degrees (WGS 84)."""

    latitude: float
    longitude: float


class PlaceOut(Schema):
    """A place. Where `address_for_registered_only` is true, only the commune is told."""

    id: int
    name: str
    commune: str
    postal_code: str
    address_lines: list[str] = Field(description="As on an envelope, the commune last.")
    address_for_registered_only: bool
    geo: GeoOut | None
    phone: str
    access: str = Field(description="How to get there.")
    url: str
    organization: OrganizationLinkOut = Field(description="Who keeps the card.")


class PlacesOut(Schema):
    """A part of the list, and how long the whole list is."""

    count: int
    items: list[PlaceOut]


class OrganizationOut(OrganizationLinkOut):
    """A member of the network."""

    kind: str = Field(description="association, company, insertion, project_holder or public_body.")
    role: str
    phone: str
    phone_hours: str
    email: str
    website: str


class OrganizationsOut(Schema):
    """A part of the list, and how long the whole list is."""

    count: int
    items: list[OrganizationOut]


organizations_router = Router(tags=["organizations"])


# Generated clients call a route by this name: it stays when the function moves.
@organizations_router.get(
    "",
    response=OrganizationsOut,
    summary="The organisations, by name",
    operation_id="maillage_places_api_organizations_list_organizations",
)
def list_organizations(request: HttpRequest, asked: Query[Slice]) -> dict[str, Any]:
    """List the organisations whose page is published."""
    organizations = Organization.objects.public()
    slice_ = organizations.with_page()[asked.offset : asked.offset + asked.limit]
    return {"count": organizations.count(), "items": [_organization_out(one, request) for one in slice_]}


def link_out(organization: Organization, request: HttpRequest) -> dict[str, Any]:
    """Return `organization` (read with its page) as an OrganizationLinkOut."""
    path = organization.get_absolute_url()
    return {
        "id": organization.pk,
        "name": organization.name,
        "slug": organization.slug,
        "url": request.build_absolute_uri(path) if path else "",
    }


def _organization_out(organization: Organization, request: HttpRequest) -> dict[str, Any]:
    fields = ("kind", "role", "phone", "phone_hours", "email", "website")
    return {
        **link_out(organization, request),
        **{name: getattr(organization, name) for name in fields},
    }


places_router = Router(tags=["places"])


@places_router.get(
    "",
    response=PlacesOut,
    summary="The places, by commune",
    operation_id="maillage_places_api_places_list_places",
)
def list_places(request: HttpRequest, asked: Query[PlaceFilters]) -> dict[str, Any]:
    """List the places where dates may take place."""
    places = Place.objects.in_commune(asked.commune).kept_by(asked.organization)
    slice_ = places.with_page()[asked.offset : asked.offset + asked.limit]
    return {"count": places.count(), "items": [place_out(one, request) for one in slice_]}


@places_router.get(
    "/{place_id}",
    response=PlaceOut,
    summary="One place",
    operation_id="maillage_places_api_places_get_place",
)
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
