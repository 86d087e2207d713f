"""The workshop of refurbished machines: forty of them in every state, and those of before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.utils import timezone

from demo.content.equipment import (
    BOOTIC,
    BOOTIC_DAY,
    CABLES_GRAMS,
    COUNTED,
    DONATIONS,
    LOT,
    NEEDS,
    ORGANIZATION,
    PLACE,
    PRICES,
    SHELVES,
    SLIP,
    STOCK_PAGE,
    STORIES,
)
from equipment.axes import Custody, Kind, Step
from equipment.models import Lot, Price, RecyclingSlip, Shelf, StockPage, WorkshopRules
from equipment.services.arrivals import open_with, receive_lot
from equipment.services.counted import count_in
from equipment.services.donations import announce, receive_donation
from equipment.services.needs import ask
from home.models import HomePage
from maillage.outbox.models import Message, MessageStatus
from maillage.places.models import Organization, Place

from .machine_stories import Workbench

if TYPE_CHECKING:
    from demo.ledger import Ledger


def write_stock_page(ledger: Ledger) -> None:
    """Publish the page of what can be had."""
    ledger.once("page:stock", partial(_stock_page, ledger))


def write_equipment(ledger: Ledger) -> None:
    """Fill the workshop: shelves, prices, people, machines."""
    for name in SHELVES:
        ledger.once(f"shelf:{name}", partial(_shelf, ledger, name))
    ledger.once("equipment:prices", partial(_prices, ledger))
    ledger.once("equipment:slip", partial(_slip, ledger))
    ledger.once("equipment:needs", partial(_needs, ledger))
    ledger.once("equipment:lot", partial(_lot, ledger))
    ledger.once("equipment:bootic", partial(_bootic, ledger))
    ledger.once("equipment:machines", partial(_machines, ledger))


def _organization(ledger: Ledger) -> Organization:
    return ledger.row(Organization, f"organization:{ORGANIZATION}")


def _stock_page(ledger: Ledger) -> StockPage:
    page = StockPage(**STOCK_PAGE)
    ledger.row(HomePage, "page:home").add_child(instance=page)
    page.save_revision().publish()
    return page


def _shelf(ledger: Ledger, name: str) -> Shelf:
    place = ledger.row(Place, f"place:{PLACE}")
    return Shelf.objects.create(organization=_organization(ledger), place=place, name=name)


def _prices(ledger: Ledger) -> WorkshopRules:
    organization = _organization(ledger)
    Price.objects.bulk_create(
        Price(organization=organization, kind=kind, situation=situation, cents=cents)
        for kind, grid in PRICES.items()
        for situation, cents in grid.items()
    )
    for kind, quantity in COUNTED:
        count_in(organization, kind, quantity=quantity)
    count_in(organization, "cable", grams=CABLES_GRAMS)
    return WorkshopRules.objects.create(organization=organization, sells_as_professional=True)


def _slip(ledger: Ledger) -> RecyclingSlip:
    return RecyclingSlip.objects.create(organization=_organization(ledger), **SLIP)


def _needs(ledger: Ledger) -> None:
    organization = _organization(ledger)
    needs = [
        ask(organization, contact_name=name, phone=phone, situation=situation, wanted=kind, usage=usage)
        for name, phone, situation, kind, usage in NEEDS
    ]
    _silence([need.reference for need in needs])


def _lot(ledger: Ledger) -> Lot:
    """Bring in twelve computers without any serial number, and announce another donation."""
    organization = _organization(ledger)
    donation, coming = (announce(organization, **fields) for fields in DONATIONS)
    receive_donation(donation, machines=0, label=LOT, by=None)
    _silence([donation.reference, coming.reference])
    lot = Lot.objects.filter(donation=donation).first() or Lot.objects.create(
        organization=organization, donation=donation, label=LOT
    )
    receive_lot(lot, 12, kind=Kind.DESKTOP, shelf=ledger.row(Shelf, "shelf:Arrivées"))
    return lot


def _bootic(ledger: Ledger) -> None:
    """Bring in the seventeen computers of the pop-up shop: they left before the ledger was opened."""
    organization, day = _organization(ledger), datetime(*BOOTIC_DAY, 12, tzinfo=UTC)
    for kind, custody, count in BOOTIC:
        for _number in range(count):
            open_with(
                organization,
                step=Step.READY,
                custody=Custody(custody),
                kind=kind,
                created_at=day,
                step_since=day,
            )


def _machines(ledger: Ledger) -> None:
    shelves = {name: ledger.row(Shelf, f"shelf:{name}") for name in SHELVES}
    slip = ledger.row(RecyclingSlip, "equipment:slip")
    bench = Workbench(_organization(ledger), shelves, slip, timezone.localdate() + timedelta(days=60))
    for story in STORIES:
        for number, model in enumerate(story.models):
            bench.tell(story, model, number)
    _silence(bench.references)


def _silence(references: list[str]) -> None:
    """Take back every message about these invented people, in the transaction that wrote them."""
    waiting = Message.objects.filter(subject_reference__in=references, status=MessageStatus.PENDING)
    waiting.update(status=MessageStatus.CANCELLED, cancelled_at=timezone.now())
