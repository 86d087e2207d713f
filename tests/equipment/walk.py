"""A walk at random through every door, watched by somebody who only looks at what was written.

It runs in a process of its own, on whichever database: each gesture is a transaction of its own.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable

from django.db import DatabaseError, connection, transaction

from equipment.errors import EquipmentError
from equipment.models import Component, DataProof, Evidence, LedgerEntry, Machine, ProofKind, Whereabouts
from equipment.services import apply, undo
from equipment.services.components import attach, detach, let_out, parts_in
from equipment.services.contents import note_contents
from equipment.services.ledger import write_details
from equipment.services.merging import merge, unmerge
from equipment.states import GONE, Custody, Kind, Step
from equipment.transitions import TRANSITIONS
from tests.equipment.doors import target
from tests.equipment.factories import (
    given_for,
    make_disk,
    make_inventory,
    make_machine,
    make_member,
    make_workshop,
    move,
    note_no_disk,
    prove,
)
from tests.equipment.test_table import forge
from tests.equipment.watcher import Watcher

MACHINES, DISKS = 4, 5


class Walk:
    """Who walks: some machines, some disks, and a fixed sequence of chance."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.workshop = make_workshop()
        self.machines = [make_machine(self.workshop, kind=Kind.LAPTOP) for _each in range(MACHINES)]
        self.member = make_member(self.workshop)
        # What is inside and that nobody has noted yet, by machine.
        self.hidden: dict[int, list[Component]] = {}
        self.disks = [make_disk(self.machines[number % MACHINES]) for number in range(DISKS)]
        self.gestures: list[Callable[[Machine, Component], object]] = [
            *[self.move_on] * 9,
            *[self.erase_everything] * 3,
            self.any_transition,
            self.take_back_last,
            self.update,
            self.forged_entry,
            self.forged_undo,
            self.signed_by_hand,
            self.attach,
            self.detach,
            self.in_and_out,
            self.let_out,
            self.move_by_hand,
            self.merge,
            self.unmerge,
            self.finding,
            self.opened,
            self.inventory,
            *[self.signs] * 4,
            self.hidden_disk,
            *[self.recycles] * 2,
            self.signed_for_another,
            self.rewrite,
        ]

    def step(self) -> str:
        """Do one thing; return its name and what came of it."""
        machine = Machine.objects.get(pk=self.chance.choice(self.machines).pk)
        gesture = self.chance.choice(self.gestures)
        name = gesture.__name__
        try:
            with transaction.atomic():
                gesture(machine, self.chance.choice(self.disks))
        except (EquipmentError, DatabaseError):
            return f"{name} refused"
        return f"{name} done"

    def move_on(self, machine: Machine, disk: Component) -> None:
        """What a workshop does: a transition that starts from here."""
        rows = [row for row in TRANSITIONS.values() if row.starts_from(machine.step, machine.custody)]
        row = self.chance.choice(rows)
        apply(machine, row.code, by=None, **given_for(row, self.workshop))

    def any_transition(self, machine: Machine, disk: Component) -> None:
        row = self.chance.choice(list(TRANSITIONS.values()))
        apply(machine, row.code, by=None, **given_for(row, self.workshop))

    def erase_everything(self, machine: Machine, disk: Component) -> None:
        for part in parts_in(machine):
            prove(part, machine)
        if not parts_in(machine).exists():
            note_no_disk(machine)

    def take_back_last(self, machine: Machine, disk: Component) -> None:
        undo(LedgerEntry.objects.get(machine=machine, sequence=machine.sequence), by=None)

    def update(self, machine: Machine, disk: Component) -> None:
        custody, step = self.chance.choice(list(Custody)), self.chance.choice(list(Step))
        fields = {"custody": custody, "step": step, "data_status": "erased", "before_tracking": True}
        chosen = self.chance.sample(sorted(fields), self.chance.randint(1, len(fields)))
        Machine.objects.filter(pk=machine.pk).update(**{name: fields[name] for name in chosen})

    def forged_entry(self, machine: Machine, disk: Component) -> None:
        row = self.chance.choice([row for row in TRANSITIONS.values() if row.to_custody])
        forge(machine, row.code, *target(machine, row))

    def forged_undo(self, machine: Machine, disk: Component) -> None:
        entry = self.chance.choice(list(LedgerEntry.objects.all()))
        LedgerEntry.objects.create(
            machine=machine,
            sequence=machine.sequence + 1,
            code="undo",
            reverses=entry,
            from_step=machine.step,
            from_custody=machine.custody,
            from_data=machine.data_status,
            to_step=machine.step,
            to_custody=Custody.OURS,
            to_data=machine.data_status,
        )
        Machine.objects.filter(pk=machine.pk).update(custody=Custody.OURS, sequence=machine.sequence + 1)

    def signed_by_hand(self, machine: Machine, disk: Component) -> None:
        """A machine goes back to its donor by statements alone, signed as it must be."""
        signed = write_details(None, signed_by="Le président")
        DataProof.objects.create(machine=machine, kind=ProofKind.EXEMPT, proves=False, details=signed)
        forge(machine, "send_back", machine.step, Custody.SENT_BACK)

    def attach(self, machine: Machine, disk: Component) -> None:
        attach(disk, machine, by=None)

    def detach(self, machine: Machine, disk: Component) -> None:
        detach(disk, by=None)

    def in_and_out(self, machine: Machine, disk: Component) -> None:
        """A disk is put in for a trial, and taken out: what was said of the machine before is of before."""
        attach(disk, machine, by=None)
        detach(disk, by=None)

    def let_out(self, machine: Machine, disk: Component) -> None:
        let_out(disk, by=None)

    def move_by_hand(self, machine: Machine, disk: Component) -> None:
        where = self.chance.choice(list(Whereabouts))
        move(disk, machine if where == Whereabouts.IN_MACHINE else None, where)

    def merge(self, machine: Machine, disk: Component) -> None:
        merge(machine, self.chance.choice(self.machines), by=None)

    def unmerge(self, machine: Machine, disk: Component) -> None:
        unmerge(machine, by=None)

    def finding(self, machine: Machine, disk: Component) -> None:
        kinds = [ProofKind.ERASED, ProofKind.FAILED, ProofKind.RESERVE, ProofKind.ACCEPTED, ProofKind.RESET]
        prove(disk, self.chance.choice([None, machine]), self.chance.choice(kinds))

    def opened(self, machine: Machine, disk: Component) -> None:
        """Somebody opens the machine, and tells the truth."""
        if not parts_in(machine).exists():
            note_no_disk(machine)

    def inventory(self, machine: Machine, disk: Component) -> None:
        """One that shows the disks it sees; sometimes it may leave one out, and then one may be hidden."""
        gaps = self.chance.choice(["", "", "raid", "tool"])
        make_inventory(machine.merged_into or machine, gaps, shows_storage=gaps != "tool")

    def signs(self, machine: Machine, disk: Component) -> None:
        """Somebody opens the machine, notes the disk that nobody had seen, and signs."""
        tags = [machine.pk, *machine.merged.values_list("pk", flat=True)]
        for hidden in [disk for key in tags for disk in self.hidden.get(key, [])]:
            move(hidden, machine)
        note_contents(machine, by=self.member, words="Ouverte.")
        for key in tags:
            self.hidden.pop(key, None)

    def recycles(self, machine: Machine, disk: Component) -> None:
        """Everything that is noted is erased, and the machine goes, signed for before or not."""
        self.erase_everything(machine, disk)
        apply(machine, "recycle", by=None, **given_for(TRANSITIONS["recycle"], self.workshop))

    def hidden_disk(self, machine: Machine, disk: Component) -> None:
        """A disk that no inventory lists is inside: one of them shows that it may be."""
        if machine.custody in GONE or machine.merged_into_id:
            return
        make_inventory(machine, "disk")
        hidden = Component.objects.create(kind="storage", serial=f"HID{self.chance.randrange(10**9)}")
        self.hidden.setdefault(machine.pk, []).append(hidden)

    def signed_for_another(self, machine: Machine, disk: Component) -> None:
        """A doubt settled by hand with whatever was signed last, of whichever machine."""
        signed = DataProof.objects.filter(component=None).order_by("-pk").first()
        Evidence.objects.filter(machine=machine).update(settled_by=signed)

    def rewrite(self, machine: Machine, disk: Component) -> None:
        statements = [
            "UPDATE equipment_dataproof SET proves = TRUE, kind = 'erased'",
            "UPDATE equipment_component SET kind = 'other'",
            "UPDATE equipment_componentmove SET machine_id = NULL, whereabouts = 'on_shelf'",
            "DELETE FROM equipment_componentmove",
            "DELETE FROM equipment_dataproof WHERE proves = FALSE",
            "DELETE FROM equipment_ledgerentry",
            "UPDATE equipment_evidence SET gaps = '', shows_storage = FALSE",
            "UPDATE equipment_evidence SET machine_id = NULL",
            "UPDATE equipment_machine SET origin_reference = 'paper'",
        ]
        with connection.cursor() as cursor:
            cursor.execute(self.chance.choice(statements))


def report(seed: int, steps: int) -> None:
    """Walk, and print as JSON what went wrong, and how often each gesture was done or refused."""
    walk, done = Walk(seed), Counter()
    watcher = Watcher(hidden=walk.hidden)
    for number in range(steps):
        what = walk.step()
        done[what] += 1
        watcher.look(f"seed {seed}, gesture {number}: {what}")
    seen = {"exits": watcher.exits, "returns": watcher.returns, "sent_back": watcher.sent_back}
    told = {"wrong": watcher.wrong, "done": done, **seen}
    print(json.dumps(told | {"proofs": DataProof.objects.count()}))  # noqa: T201
