"""What the benchmark of machines runs in the site's own process: fifty people at the same few machines."""

from __future__ import annotations

import json
import random
import threading
from collections import Counter

from django.db import connection

from equipment.errors import EquipmentError
from equipment.models import LedgerEntry, Machine, ProofKind
from equipment.services import apply
from equipment.services.components import parts_in
from equipment.transitions import TRANSITIONS
from tests.equipment.factories import given_for, make_disk, make_machine, make_workshop, prove

MACHINES = 40
# Forgiven refusals: somebody else was faster, or a disk waits for its erasure.
GESTURES = 20


def transitions(people: int) -> None:
    """Let everybody do twenty transitions at random; print as JSON what was done and what the ledger says."""
    workshop = make_workshop()
    machines = [make_machine(workshop).pk for _each in range(MACHINES)]
    for key in machines:
        make_disk(Machine.objects.get(pk=key))
    done: Counter[str] = Counter()
    lock = threading.Lock()

    def person(number: int) -> None:
        chance = random.Random(number)
        for _gesture in range(GESTURES):
            told = _one(chance.choice(machines), chance, workshop)
            with lock:
                done[told] += 1
        connection.close()

    crowd = [threading.Thread(target=person, args=(number,)) for number in range(people)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    rows = LedgerEntry.objects.exclude(code="receive")
    told = {"tried": sum(done.values()), "done": done["done"], "rows": rows.count(), "follow": _following()}
    print(json.dumps(told | {"failed": done["failed"]}))


def _one(key: int, chance: random.Random, workshop) -> str:
    """Try one transition that the table lets start from where the machine is, as it was last seen."""
    machine = Machine.objects.get(pk=key)
    rows = [row for row in TRANSITIONS.values() if row.starts_from(machine.step, machine.custody)]
    row = chance.choice(rows)
    try:
        if row.code == "wipe":
            for part in parts_in(machine):
                prove(part, machine, ProofKind.ERASED)
        apply(machine, row.code, by=None, **given_for(row, workshop))
    except EquipmentError:
        return "refused"
    return "done"


def _following() -> int:
    """How many entries begin where the one before them ended."""
    before: dict[int, tuple] = {}
    count = 0
    for entry in LedgerEntry.objects.order_by("machine", "sequence"):
        start = (entry.from_step, entry.from_custody, entry.from_data, entry.sequence - 1)
        count += entry.sequence > 1 and before[entry.machine_id] == start
        before[entry.machine_id] = (entry.to_step, entry.to_custody, entry.to_data, entry.sequence)
    return count
