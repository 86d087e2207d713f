"""The words that the rules are made of: tables, and questions about a machine, in SQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from equipment.axes import EXITS, GONE

if TYPE_CHECKING:
    from collections.abc import Iterable

MACHINE = "equipment_machine"
LEDGER = "equipment_ledgerentry"
COMPONENT = "equipment_component"
MOVE = "equipment_componentmove"
PROOF = "equipment_dataproof"
EVIDENCE = "equipment_evidence"


def values(names: Iterable[str]) -> str:
    """Return the names as a list for IN, always in the same order."""
    return "(" + ", ".join(f"'{name}'" for name in sorted(names)) + ")"


OUT = values(EXITS)
AWAY = values(GONE)

# The last finding about the component `c`, or false.
LAST_PROOF = (
    f"COALESCE((SELECT p.proves FROM {PROOF} p WHERE p.component_id = c.id"
    " ORDER BY p.id DESC LIMIT 1), FALSE)"
)


def last_word_of(machine: str, besides: str = "") -> str:
    """Return the last finding about a machine as a whole, in SQL; `besides` is a kind that is passed over."""
    passed = f" AND p.kind <> '{besides}'" if besides else ""
    return (
        f"COALESCE((SELECT p.kind FROM {PROOF} p WHERE p.machine_id = {machine} AND p.component_id IS NULL"
        f"{passed} ORDER BY p.id DESC LIMIT 1), '')"
    )


LAST_WORD = last_word_of("NEW.id")
# The disks that are in the machine NEW.
ITS_DISKS = (
    f"{MOVE} m JOIN {COMPONENT} c ON c.id = m.component_id"
    " WHERE m.machine_id = NEW.id AND c.kind = 'storage' AND m.sequence ="
    f" (SELECT MAX(l.sequence) FROM {MOVE} l WHERE l.component_id = c.id)"
)
NOT_PROVED = (
    f"(EXISTS (SELECT 1 FROM {ITS_DISKS} AND NOT {LAST_PROOF})"
    f" OR (NOT EXISTS (SELECT 1 FROM {ITS_DISKS}) AND {LAST_WORD} <> 'no_storage'))"
)
# An inventory of the machine NEW, or of a tag that leads to it, may leave out a disk; nobody signed for it.
ITS_EVIDENCE = (
    f"{EVIDENCE} d WHERE (d.machine_id = NEW.id"
    f" OR d.machine_id IN (SELECT t.id FROM {MACHINE} t WHERE t.merged_into_id = NEW.id))"
)
IN_DOUBT = f"EXISTS (SELECT 1 FROM {ITS_EVIDENCE} AND d.gaps > '' AND d.settled_by_id IS NULL)"
# The machine NEW went to somebody who was not its donor, and came back with what they left on it.
_CAME_BACK = (
    f"EXISTS (SELECT 1 FROM {LEDGER} b WHERE b.machine_id = NEW.id AND b.code = 'take_back'"
    " AND b.from_custody <> 'sent_back')"
)
# The component `c` was out on its own, or in another machine than NEW and the tags that lead to it.
_WAS_ELSEWHERE = (
    f"EXISTS (SELECT 1 FROM {MOVE} o LEFT JOIN {MACHINE} w ON w.id = o.machine_id WHERE o.component_id = c.id"
    " AND (o.whereabouts = 'out' OR (o.machine_id <> NEW.id AND COALESCE(w.merged_into_id, 0) <> NEW.id)))"
)
HOLDS_ANOTHERS_DATA = (
    f"(({_CAME_BACK} AND {IN_DOUBT})"
    f" OR EXISTS (SELECT 1 FROM {ITS_DISKS} AND NOT {LAST_PROOF} AND ({_CAME_BACK} OR {_WAS_ELSEWHERE}))"
    f" OR ({_CAME_BACK} AND NOT EXISTS (SELECT 1 FROM {ITS_DISKS})"
    f" AND {last_word_of('NEW.id', besides='exempt')} <> 'no_storage'))"
)
# The entry that tells the change of the machine NEW.
ITS_ENTRY = f"{LEDGER} e WHERE e.machine_id = NEW.id AND e.sequence = NEW.sequence"
STATE_CHANGES = (
    "(NEW.step <> OLD.step OR NEW.custody <> OLD.custody OR NEW.data_status <> OLD.data_status"
    " OR NEW.sequence <> OLD.sequence)"
)
# The machine that the component of NEW is in by its last move.
MACHINE_IT_WAS_IN = (
    f"(SELECT l.machine_id FROM {MOVE} l WHERE l.component_id = NEW.component_id"
    " ORDER BY l.sequence DESC LIMIT 1)"
)
BOTH_MACHINES = f"{MACHINE} WHERE id IN (NEW.machine_id, {MACHINE_IT_WAS_IN}) ORDER BY id"
# Gone before the ledger was opened, and never moved since: nothing is asked of what went with it.
LEFT_BEFORE = "w.sequence <= 1"


@dataclass(frozen=True)
class Guard:
    """A write that is refused when `refused_if` is true; `code` says which rule to who reads the error.

    `event` is what SQL calls it; `locks` is the rows that PostgreSQL locks before it looks, so that two
    writes that forbid each other never both pass. SQLite writes one transaction at a time.
    """

    code: str
    table: str
    event: str
    refused_if: str
    locks: str = ""

    @property
    def name(self) -> str:
        """The name of the trigger."""
        return f"equipment_guard_{self.code.replace('-', '_')}"
