"""A machine that may leave and people who wait for it, written and read in the site's own process."""

from __future__ import annotations

import json

from equipment.models import HandOver, LedgerEntry, Machine, Need
from tests.equipment.factories import make_need, make_workshop, ready_machine


def prepare(people: int) -> None:
    """Print the keys of the machine and of the requests."""
    workshop = make_workshop()
    needs = [make_need(workshop, phone=f"+3363998{number:04d}").pk for number in range(people)]
    print(json.dumps({"machine": ready_machine(workshop).pk, "needs": needs}))  # noqa: T201


def look() -> None:
    """Print who has the machine, and what its ledger says."""
    machine = Machine.objects.get()
    told = {
        "custody": machine.custody,
        "codes": list(LedgerEntry.objects.order_by("sequence").values_list("code", flat=True)),
        "owners": Need.objects.filter(machine=machine).count(),
        "sheets": HandOver.objects.count(),
    }
    print(json.dumps(told))  # noqa: T201
