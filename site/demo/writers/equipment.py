"""The workshop of refurbished machines: forty of them in every state, each with its story."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from demo.content.equipment import (
    BENCH,
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
from equipment.evidence.reading import RawFile
from equipment.models import Lot, Machine, Price, RecyclingSlip, Shelf, StockPage, WorkshopRules
from equipment.services import apply, receive
from equipment.services.arrivals import open_with, receive_lot
from equipment.services.bulk_stock import count_in
from equipment.services.donations import announce, receive_donation
from equipment.services.erasures import import_erasure
from equipment.services.inventory import Importing, import_inventory
from equipment.services.needs import ask
from equipment.states import Custody, Kind, Step
from equipment.transitions import ReturnReason
from home.models import HomePage
from maillage.outbox.models import Message, MessageStatus
from maillage.places.models import Organization, Place

if TYPE_CHECKING:
    from datetime import date

    from demo.content.equipment import Model, Story
    from demo.ledger import Ledger

GB = 1_000_000_000
GIB = 1024**3
PRICE_CENTS = 8_000


class Workbench:
    """Where the machines of the demo are made. `references` are those of the papers that name people."""

    def __init__(
        self, organization: Organization, shelves: dict[str, Shelf], slip: RecyclingSlip, due_on: date
    ) -> None:
        self.organization, self.shelves, self.slip, self.due_on = organization, shelves, slip, due_on
        self.references: list[str] = []
        self._number = 0

    def tell(self, story: Story, model: Model, number: int) -> Machine:
        """Write one machine and what happened to it."""
        self._number += 1
        machine = receive(
            self.organization,
            kind=model.kind,
            year=model.year,
            grade=story.grade,
            defects=story.defects,
            shelf=self.shelves.get(story.shelf),
        )
        if story.has_inventory:
            self._inventory(machine, model)
        for code in story.steps:
            if code == "wipe":
                self._erase(machine)
            given = self._given(code, story, machine, number)
            apply(Machine.objects.get(pk=machine.pk), code, by=None, **given)
        return machine

    def _inventory(self, machine: Machine, model: Model) -> None:
        document = json.dumps(_lshw(model, self._serial))
        import_inventory(_file(document), Importing(self.organization, tag=machine.tag))

    def _erase(self, machine: Machine) -> None:
        """Import the certificate of its disk, typed on the day it came."""
        lines = {
            "serial": f"DISK{self._serial}",
            "tool": "ShredOS 2024.02",
            "method": "PRNG, vérifié",
            "date": f"{machine.created_at:%Y-%m-%d}",
            "by": BENCH,
            "result": "effacé",
        }
        import_erasure(_file(json.dumps(lines)), Importing(self.organization, tag=machine.tag))

    def _given(self, code: str, story: Story, machine: Machine, number: int) -> dict[str, Any]:
        """Return what the transition asks for."""
        if code == "reserve":
            need = ask(self.organization, contact_name="Malo R.", phone="+33639985555", wanted=machine.kind)
            self.references.append(need.reference)
            return {"need": need}
        situation = {"situation": story.situations[number % len(story.situations)]}
        given: dict[str, dict[str, Any]] = {
            "lend": {**situation, "due_on": self.due_on},
            "give": situation,
            "sell": {**situation, "price_cents": PRICE_CENTS},
            "take_back": {"reason": ReturnReason.UNSUITABLE},
            "recycle": {"slip": self.slip},
            "send_back": {"words": "L’écran est cassé, le donateur le reprend.", "signed_by": BENCH},
        }
        return given.get(code, {})

    @property
    def _serial(self) -> str:
        return f"MLD{self._number:04d}"


def _file(text: str) -> RawFile:
    data = text.encode()
    return RawFile(data, hashlib.sha256(data).hexdigest())


def _lshw(model: Model, serial: str) -> dict[str, Any]:
    """Return the inventory that lshw would draw of such a machine."""
    chassis = "notebook" if model.kind == Kind.LAPTOP else "desktop"
    memory = {"id": "memory", "class": "memory", "description": "System Memory", "units": "bytes"}
    disk = {
        "id": "disk",
        "class": "disk",
        "description": "ATA Disk",
        "product": model.disk,
        "serial": f"DISK{serial}",
        "units": "bytes",
        "size": model.disk_gb * GB,
        "configuration": {"rotationrate": "7200"},
    }
    core = [
        {**memory, "size": model.memory_gb * GIB},
        {"id": "cpu", "class": "processor", "product": model.processor, "vendor": "Intel Corp."},
        {"id": "sata", "class": "storage", "children": [disk]},
    ]
    return {
        "id": "atelier",
        "class": "system",
        "vendor": model.vendor,
        "product": model.product,
        "serial": serial,
        "configuration": {"chassis": chassis},
        "children": [{"id": "core", "class": "bus", "children": core}],
    }


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
