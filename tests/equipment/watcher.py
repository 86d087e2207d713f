"""Somebody who trusts no guard: from what is written, which disks are dirty, and which have left so."""

from __future__ import annotations

from dataclasses import dataclass, field

from equipment.models import ComponentKind, ComponentMove, DataProof, LedgerEntry, Machine, ProofKind
from equipment.states import EXITS, GONE, Custody

OUT = "out"


@dataclass
class Watcher:
    """What was seen so far; `wrong` is what must never be."""

    wrong: list[str] = field(default_factory=list)
    # The disks that are inside and that nobody has noted, by machine: who walks knows them, no row does.
    hidden: dict[int, list] = field(default_factory=dict)
    exits: int = 0
    returns: int = 0
    sent_back: int = 0
    clean: dict[int, bool] = field(default_factory=dict)
    where: dict[int, object] = field(default_factory=dict)
    custody: dict[int, str] = field(default_factory=dict)
    opened: dict[int, bool] = field(default_factory=dict)
    # The machines that each disk was ever in, and OUT; whose users had a machine beside its donor; its tags.
    homes: dict[int, set[object]] = field(default_factory=dict)
    came_back: set[int] = field(default_factory=set)
    leads_to: dict[int, int | None] = field(default_factory=dict)
    ledger: dict[int, tuple] = field(default_factory=dict)
    last_proof: int = 0
    last_move: int = 0

    def look(self, moment: str) -> None:
        """Look at the database after one gesture."""
        before = dict(self.custody)
        machines = {machine.pk: machine for machine in Machine.objects.all()}
        self.custody = {key: str(machine.custody) for key, machine in machines.items()}
        self._tags(machines)
        self._returns(before)
        self._moves(moment, before)
        self._findings()
        self._exits(moment, before)
        self._sent_back(moment, before)
        self._ledger(moment, machines)

    def _inside(self, machine: int) -> list[int]:
        return [disk for disk, place in self.where.items() if place == machine]

    def _tags(self, machines: dict[int, Machine]) -> None:
        freed = [key for key, tag in self.leads_to.items() if tag and machines[key].merged_into_id is None]
        self.opened |= dict.fromkeys(freed, False)
        self.leads_to = {key: machine.merged_into_id for key, machine in machines.items()}

    def _returns(self, before: dict[int, str]) -> None:
        for key, custody in self.custody.items():
            if before.get(key) not in GONE or custody in GONE:
                continue
            last = LedgerEntry.objects.filter(machine=key).order_by("-sequence").first()
            if last.code != "undo":
                self.returns += 1
                self.came_back |= {key} if before[key] in EXITS else set()
                self.opened[key] = False
                self.clean |= dict.fromkeys(self._inside(key), False)

    def _moves(self, moment: str, before: dict[int, str]) -> None:
        disks = ComponentMove.objects.filter(component__kind=ComponentKind.STORAGE)
        for move in disks.filter(pk__gt=self.last_move).order_by("pk"):
            self.last_move, disk = move.pk, move.component_id
            was = self.where.get(disk)
            if before.get(was) in GONE and self.custody.get(was) in GONE:
                self.wrong.append(f"{moment}: a disk left a machine that is gone")
            self.where[disk] = OUT if move.whereabouts == "out" else move.machine_id
            if was == OUT != self.where[disk]:
                self.clean[disk] = False
            self.homes.setdefault(disk, set()).add(self.where[disk])
            if move.machine_id:
                self.opened[move.machine_id] = False
            gone = self.where[disk] == OUT or self.custody.get(move.machine_id) in GONE
            if gone and not self.clean.get(disk):
                self.wrong.append(f"{moment}: an unproved disk left")

    def _findings(self) -> None:
        for proof in DataProof.objects.filter(pk__gt=self.last_proof).order_by("pk"):
            self.last_proof = proof.pk
            if proof.component_id:
                self.clean[proof.component_id] = proof.proves
            elif proof.kind != ProofKind.EXEMPT:
                self.opened[proof.machine_id] = proof.kind == ProofKind.NO_STORAGE

    def _exits(self, moment: str, before: dict[int, str]) -> None:
        for key, custody in self.custody.items():
            if custody not in EXITS or custody == before.get(key):
                continue
            self.exits += 1
            disks = self._inside(key)
            if not disks and not self.opened.get(key):
                self.wrong.append(f"{moment}: a machine left that nobody had opened")
            if self._holds_a_hidden_one(key):
                self.wrong.append(f"{moment}: a machine left with a disk that nobody has noted")
            if not all(self.clean.get(disk) for disk in disks):
                self.wrong.append(f"{moment}: a machine left with an unproved disk")

    def _holds_a_hidden_one(self, machine: int) -> bool:
        """Whether a disk is inside that nobody has noted, under this tag or one that leads to it."""
        tags = [machine, *(key for key, tag in self.leads_to.items() if tag == machine)]
        return any(self.hidden.get(key) for key in tags)

    def _sent_back(self, moment: str, before: dict[int, str]) -> None:
        for key, custody in self.custody.items():
            if custody != Custody.SENT_BACK or custody == before.get(key):
                continue
            self.sent_back += 1
            inside = self._inside(key)
            if any(not self.clean.get(disk) and self._is_strange(disk, key) for disk in inside):
                self.wrong.append(f"{moment}: a donor got somebody else's data")
            if key in self.came_back and self._holds_a_hidden_one(key):
                self.wrong.append(f"{moment}: a donor got a disk that nobody has noted")
            if not inside and key in self.came_back and not self.opened.get(key):
                self.wrong.append(f"{moment}: a donor got a machine that came back and that nobody opened")

    def _is_strange(self, disk: int, machine: int) -> bool:
        """Whether the disk may hold the data of others than the donor of the machine."""
        tags = {machine, None, *(key for key, tag in self.leads_to.items() if tag == machine)}
        return machine in self.came_back or not self.homes[disk] <= tags

    def _ledger(self, moment: str, machines: dict[int, Machine]) -> None:
        rows = {row[0]: row for row in LedgerEntry.objects.values_list()}
        if any(rows.get(key) != row for key, row in self.ledger.items()):
            self.wrong.append(f"{moment}: a row of the ledger changed or went")
        self.ledger = rows
        for machine in machines.values():
            entries = LedgerEntry.objects.filter(machine=machine)
            last = entries.order_by("-sequence").first()
            told = (last.to_step, last.to_custody, last.to_data, last.sequence, entries.count())
            state = (machine.step, machine.custody, machine.data_status, machine.sequence, machine.sequence)
            if told != state:
                self.wrong.append(f"{moment}: {machine} is not where its ledger says")
            if machine.merged_into_id and self._inside(machine.pk):
                self.wrong.append(f"{moment}: a merged tag keeps a disk")
