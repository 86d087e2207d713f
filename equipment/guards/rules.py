"""The rules that the database holds, in SQL that SQLite and PostgreSQL both read.

Services refuse first, in words for people; these refuse the doors that go around them: the admin, an
`update()`, a statement typed by hand. A condition that is true refuses the write.
"""

from __future__ import annotations

from dataclasses import dataclass

MACHINE = "equipment_machine"
LEDGER = "equipment_ledgerentry"
COMPONENT = "equipment_component"
MOVE = "equipment_componentmove"
PROOF = "equipment_dataproof"
EVIDENCE = "equipment_evidence"

EXITS = "('lent', 'given', 'sold', 'recycled')"
GONE = "('lent', 'given', 'sold', 'recycled', 'sent_back')"

# The last finding about the component `c`, or false.
LAST_PROOF = (
    f"COALESCE((SELECT p.proves FROM {PROOF} p WHERE p.component_id = c.id"
    " ORDER BY p.id DESC LIMIT 1), FALSE)"
)
# The last finding about the machine as a whole.
LAST_WORD = (
    f"COALESCE((SELECT p.kind FROM {PROOF} p WHERE p.machine_id = NEW.id AND p.component_id IS NULL"
    " ORDER BY p.id DESC LIMIT 1), '')"
)
# The disks that are in the machine NEW.
ITS_DISKS = (
    f"{MOVE} m JOIN {COMPONENT} c ON c.id = m.component_id"
    " WHERE m.machine_id = NEW.id AND c.kind = 'storage' AND m.sequence ="
    f" (SELECT MAX(l.sequence) FROM {MOVE} l WHERE l.component_id = c.id)"
)
# The entry that tells the change of the machine NEW.
ITS_ENTRY = f"{LEDGER} e WHERE e.machine_id = NEW.id AND e.sequence = NEW.sequence"
STATE_CHANGES = (
    "(NEW.step <> OLD.step OR NEW.custody <> OLD.custody OR NEW.data_status <> OLD.data_status"
    " OR NEW.sequence <> OLD.sequence)"
)


@dataclass(frozen=True)
class Guard:
    """A write that is refused when `refused_if` is true; `code` says which rule to who reads the error.

    `event` is what SQL calls it, « UPDATE OF a, b » included; `locks` is the row that PostgreSQL locks before
    it looks, so that two writes that forbid each other never both pass.
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


def _kept(table: str, noun: str, columns: str = "") -> tuple[Guard, ...]:
    update = f"UPDATE OF {columns}" if columns else "UPDATE"
    return (
        Guard(f"{noun}-never-changes", table, update, "TRUE"),
        Guard(f"{noun}-never-goes", table, "DELETE", "TRUE"),
    )


GUARDS: tuple[Guard, ...] = (
    *_kept(LEDGER, "ledger"),
    *_kept(COMPONENT, "component"),
    *_kept(MOVE, "move"),
    *_kept(PROOF, "proof"),
    *_kept(EVIDENCE, "evidence", "file, sha256, size, format, received_at"),
    Guard(
        "machine-arrives-unknown",
        MACHINE,
        "INSERT",
        "NEW.sequence <> 0 OR NOT ("
        " (NEW.step = 'arrived' AND NEW.custody = 'ours' AND NEW.data_status = 'unknown')"
        " OR (NEW.before_tracking AND NEW.data_status = 'prior'))",
    ),
    Guard(
        "state-is-told",
        MACHINE,
        "UPDATE",
        f"{STATE_CHANGES} AND NOT (NEW.sequence = OLD.sequence + 1 AND EXISTS (SELECT 1 FROM {ITS_ENTRY}"
        " AND e.to_step = NEW.step AND e.to_custody = NEW.custody AND e.to_data = NEW.data_status))",
    ),
    Guard(
        "disk-is-proved",
        MACHINE,
        "UPDATE",
        f"NEW.custody <> OLD.custody AND NEW.custody IN {EXITS} AND ("
        f" EXISTS (SELECT 1 FROM {ITS_DISKS} AND NOT {LAST_PROOF})"
        f" OR (NOT EXISTS (SELECT 1 FROM {ITS_DISKS}) AND {LAST_WORD} <> 'no_storage'))",
    ),
    Guard(
        "sending-back-is-signed",
        MACHINE,
        "UPDATE",
        f"NEW.custody <> OLD.custody AND NEW.custody = 'sent_back' AND {LAST_WORD} <> 'exempt'",
    ),
    Guard(
        "entry-fits",
        LEDGER,
        "INSERT",
        f"NOT EXISTS (SELECT 1 FROM {MACHINE} w WHERE w.id = NEW.machine_id AND NEW.sequence = w.sequence + 1"
        " AND ((NEW.sequence = 1 AND NEW.from_custody = '')"
        " OR (NEW.from_step = w.step AND NEW.from_custody = w.custody AND NEW.from_data = w.data_status)))",
        locks=f"{MACHINE} WHERE id = NEW.machine_id",
    ),
    Guard(
        "moving-disk-is-proved",
        MOVE,
        "INSERT",
        f"NEW.sequence <> 1 + COALESCE((SELECT MAX(l.sequence) FROM {MOVE} l"
        " WHERE l.component_id = NEW.component_id), 0)"
        f" OR EXISTS (SELECT 1 FROM {COMPONENT} c WHERE c.id = NEW.component_id AND c.kind = 'storage'"
        f" AND NOT {LAST_PROOF} AND (NEW.whereabouts = 'out' OR EXISTS (SELECT 1 FROM {MACHINE} w"
        f" WHERE w.id = NEW.machine_id AND w.custody IN {EXITS} AND NOT w.before_tracking)))",
        locks=f"{MACHINE} WHERE id = NEW.machine_id",
    ),
    Guard(
        "proof-comes-before-the-exit",
        PROOF,
        "INSERT",
        f"NOT NEW.proves AND EXISTS (SELECT 1 FROM {MACHINE} w WHERE w.id = NEW.machine_id"
        f" AND w.custody IN {EXITS} AND NOT w.before_tracking)",
        locks=f"{MACHINE} WHERE id = NEW.machine_id",
    ),
    Guard(
        "acceptance-follows-a-reservation",
        PROOF,
        "INSERT",
        "NEW.kind = 'accepted' AND COALESCE((SELECT p.kind FROM"
        f" {PROOF} p WHERE p.component_id = NEW.component_id ORDER BY p.id DESC LIMIT 1), '') <> 'reserve'",
    ),
)

# Tables that cannot be emptied at once, where the database knows such a statement.
KEPT_WHOLE = (LEDGER, COMPONENT, MOVE, PROOF, EVIDENCE)

# What comes back is to be erased again, whoever wrote that it is back; an exit undone never left.
CAME_BACK = (
    f"OLD.custody IN {GONE} AND NEW.custody NOT IN {GONE}"
    f" AND EXISTS (SELECT 1 FROM {ITS_ENTRY} AND e.code <> 'undo')"
)
_RESET = (
    f"INSERT INTO {PROOF} (machine_id, component_id, kind, proves, at, tool, method, errors, reason)"
    f" SELECT NEW.id, {{component}}, 'reset', FALSE, (SELECT e.at FROM {ITS_ENTRY}), '', '', 0, ''"
)
RESET = (_RESET.format(component="NULL"), _RESET.format(component="c.id") + f" FROM {ITS_DISKS}")
RESET_NAME = "equipment_guard_return_resets"
