"""What the API says of a workshop. Nothing about a person: no facilitator, no registration."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from ninja import Field, Schema

# A database that meets a null byte in a text stops with an error: refuse it at the door.
Text = Annotated[str, Field(max_length=120, pattern=r"^[^\x00-\x1f\x7f]*$")]


class WorkshopFilters(Schema):
    """What can be asked of the list of workshops."""

    topic: Text = Field("", description="Slug of the topic.")
    organization: Text = Field("", description="Slug of the organisation that leads or helps.")
    commune: Text = Field("", description="Commune of the usual place, in full.")
    limit: int = Field(20, ge=1, le=100)
    offset: int = Field(0, ge=0, le=100_000)


class LinkedOut(Schema):
    """An organisation by its name and its public page."""

    id: int
    name: str
    url: str = Field(description="Path of its page on the site; empty while it has none.")


class TopicOut(Schema):
    """What a workshop is about."""

    slug: str
    name: str


class PlaceOut(Schema):
    """Where new dates happen; a date may have another place."""

    id: int
    name: str
    commune: str
    postal_code: str


class AgesOut(Schema):
    """Whom a workshop is for, in years."""

    age_from: int | None
    age_to: int | None
    accompanied: str = Field(description="no, yes, or under: below `accompanied_under` only.")
    accompanied_under: int | None
    words: str


class PriceOut(Schema):
    """What a workshop costs, in euros."""

    kind: str = Field(description="free, contribution, price, members_price or members_only.")
    amount: Decimal | None
    members_amount: Decimal | None
    words: str


class NextSessionOut(Schema):
    """The next date that takes place. Times carry the offset of the place's clock."""

    id: str
    start: datetime
    end: datetime
    status: str
    seats_left: int | None = Field(description="null: seats are not counted.")


class WorkshopOut(Schema):
    """A workshop with its next date."""

    id: int
    title: str
    url: str
    introduction: str
    topics: list[TopicOut]
    level: str = Field(description="beginner, everyday or advanced.")
    ages: AgesOut
    languages: list[str]
    price: PriceOut
    accessibility: list[str]
    organization: LinkedOut
    co_organizers: list[LinkedOut]
    place: PlaceOut | None
    booking_mode: str = Field(description="online, phone or none.")
    next_session: NextSessionOut | None


class WorkshopDetailOut(WorkshopOut):
    """A workshop with what is only read on its page."""

    body: str = Field(description="HTML, its links and images resolved.")
    what_to_bring: list[str]


class WorkshopsOut(Schema):
    """One slice of the workshops and how many there are in all."""

    count: int
    items: list[WorkshopOut]
