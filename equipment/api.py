"""The public reads of the stock: `/api/v1/stock`. Nothing about a person."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from ninja import Field, Query, Router, Schema

from equipment.models import Machine
from equipment.prices import DEAREST
from equipment.public.stock import cards_of, narrow, with_card
from equipment.states import Kind, Situation

if TYPE_CHECKING:
    from equipment.public.stock import StockCard

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


router = Router(tags=["stock"])


@router.get("", response=StockOut, summary="The machines that can be had today, the newest first")
def list_stock(request: HttpRequest, filters: Query[StockFilters]) -> dict[str, Any]:
    """List the machines that are ready, clean and kept for nobody, with their prices."""
    machines = narrow(
        Machine.objects.available(),
        kind=filters.kind or "",
        commune=filters.commune,
        situation=filters.situation or "",
        most_cents=filters.price_max * 100 if filters.price_max is not None else None,
    )
    if filters.organization:
        machines = machines.filter(organization__slug=filters.organization)
    rows = with_card(machines).order_by("-created_at", "-pk")[filters.offset : filters.offset + filters.limit]
    return {"count": machines.count(), "items": [machine_out(card, request) for card in cards_of(rows)]}


@router.get("/{tag}", response=MachineOut, summary="One machine that can be had today")
def get_machine(request: HttpRequest, tag: str) -> dict[str, Any]:
    """Return one machine of the stock, or 404: also for one that somebody has now."""
    rows = list(with_card(Machine.objects.available().filter(tag=tag.upper()[:20])))
    if not rows:
        raise Http404
    return machine_out(cards_of(rows)[0], request)
