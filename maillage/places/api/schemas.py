"""What the API says of places and organisations: what anybody may read, and nothing more."""

from __future__ import annotations

from typing import Annotated

from ninja import Field, Path, Schema

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
