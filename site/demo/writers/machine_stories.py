"""One machine after the other goes through the workshop, with its files of evidence."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from demo.content.equipment import BENCH
from equipment.axes import Kind
from equipment.evidence.reading import RawFile
from equipment.models import Machine
from equipment.services import apply, receive
from equipment.services.erasures import import_erasure
from equipment.services.inventory import Importing, import_inventory
from equipment.services.needs import ask
from equipment.transitions import ReturnReason

if TYPE_CHECKING:
    from datetime import date

    from demo.content.equipment import Model, Story
    from equipment.models import RecyclingSlip, Shelf
    from maillage.places.models import Organization

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
