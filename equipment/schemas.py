"""What the API says of a machine of the stock."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

from django.urls import reverse
from ninja import Field, Schema

from .axes import Kind, Situation
from .prices import DEAREST

if TYPE_CHECKING:
    from django.http import HttpRequest

    from .public.stock import StockCard

# A database that meets a null byte in a text stops with an error: refuse it at the door.
Text = Annotated[str, Field(max_length=120, pattern=r"^[^\x00-\x1f\x7f]*$")]
KindCode = StrEnum("KindCode", {kind.name: kind.value for kind in Kind})
SituationCode = StrEnum("SituationCode", {one.name: one.value for one in Situation})


class StockFilters(Schema):
    """What can be asked of the stock."""

    kind: KindCode | None = Field(None, description="What it is.")
    organization: Text = Field("", description="Slug of the organisation that has it.")
    commune: Text = Field("", description="Commune where it can be fetched, in full.")
    situation: SituationCode | None = Field(None, description="With `price_max`: in this situation.")
    price_max: int | None = Field(None, ge=0, le=DEAREST, description="Most that it costs, in euros.")
    limit: int = Field(20, ge=1, le=100)
    offset: int = Field(0, ge=0, le=1_000_000)


class PriceOut(Schema):
    """What it costs in one situation."""

    situation: str
    label: str
    amount: Decimal = Field(description="In euros.")


class OrganizationOut(Schema):
    """Who has it, and whom to call."""

    id: int
    name: str
    phone: str


class MachineOut(Schema):
    """A machine that can be had."""

    tag: str = Field(description="What is written on its label.")
    url: str = Field(description="Its page, where it can be kept for somebody.")
    kind: str
    name: str
    maker: str
    model: str
    year: int | None
    good_for: str = Field(description="What it is enough for, in plain words.")
    specifications: list[str] = Field(description="What is in it, in plain words.")
    memory_mb: int | None
    storage_gb: int | None
    grade: str
    grade_label: str
    defects: str
    prices: list[PriceOut]
    commune: str
    organization: OrganizationOut
    photos: list[str] = Field(description="Addresses of its photos.")


class StockOut(Schema):
    """One screen of the stock."""

    count: int
    items: list[MachineOut]


def machine_out(card: StockCard, request: HttpRequest) -> dict[str, Any]:
    """Return a card as `MachineOut` values."""
    machine = card.machine
    same = ("tag", "kind", "name", "model", "year", "memory_mb", "storage_gb", "grade", "defects")
    return {
        **{name: getattr(machine, name) for name in same},
        "maker": machine.maker_name,
        "url": request.build_absolute_uri(reverse("equipment_public:machine", args=[machine.tag])),
        "good_for": card.good_for,
        "specifications": card.specifications,
        "grade_label": machine.get_grade_display(),
        "prices": [
            {
                "situation": price.situation,
                "label": price.get_situation_display(),
                "amount": Decimal(price.cents) / 100,
            }
            for price in card.prices
        ],
        "commune": card.commune,
        "organization": {
            "id": machine.organization_id,
            "name": machine.organization.name,
            "phone": machine.organization.phone,
        },
        "photos": [request.build_absolute_uri(photo.image.file.url) for photo in machine.photos.all()],
    }
