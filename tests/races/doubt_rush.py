"""One machine, at one moment: it is given, an inventory that may leave out a disk comes, somebody signs.

It runs in a process of its own, on whichever database; each round is another machine.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable

from django.db import DatabaseError, connection

from equipment.errors import EquipmentError
from equipment.models import Evidence, Machine
from equipment.services.contents import note_contents
from equipment.services.inventory import Importing, import_inventory
from equipment.states import EXITS
from tests.equipment.evidence_samples import raw
from tests.equipment.factories import do, make_inventory, make_member, make_workshop, ready_machine
from tests.equipment.storage_trees import node, raid

ROUNDS = 8
WAIT_AT_MOST_SECONDS = 60


def inventory(number: int):
    """Return a file that shows a controller in RAID mode; each is another file."""
    return raw(json.dumps(node("computer", "system", raid(), width=number)))


def at_once(*gestures: Callable[[], object]) -> list[str]:
    """Do all of them at the same moment; return what came of each."""
    told, start = [""] * len(gestures), threading.Barrier(len(gestures))

    def work(number: int) -> None:
        start.wait(WAIT_AT_MOST_SECONDS)
        try:
            gestures[number]()
            told[number] = "done"
        except EquipmentError as refusal:
            told[number] = type(refusal).__name__
        except DatabaseError as error:
            told[number] = f"broken: {error}"
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[number]) for number in range(len(gestures))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def report() -> None:
    """Print as JSON what must never be, and what came of the gestures."""
    workshop = make_workshop()
    member, wrong, seen = make_member(workshop), [], []
    for number in range(ROUNDS):
        machine = ready_machine(workshop)
        make_inventory(machine)
        asked = Importing(workshop, tag=machine.tag)
        told = at_once(
            lambda machine=machine: do(machine, "give"),
            lambda machine=machine: note_contents(machine, by=member, words="Ouverte."),
            lambda asked=asked, number=number: import_inventory(inventory(number), asked),
        )
        seen.append(told)
        wrong += [what for what in told if what.startswith("broken")]
        now = Machine.objects.get(pk=machine.pk)
        if now.custody in EXITS and Evidence.objects.of(now).in_doubt().exists():
            wrong.append(f"round {number}: it left in doubt")
    print(json.dumps({"wrong": wrong, "seen": seen, "read": Evidence.objects.exclude(gaps="").count()}))  # noqa: T201
