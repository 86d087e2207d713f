"""The rules that the database holds, in SQL that SQLite and PostgreSQL both read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from equipment.models.proof import WRITTEN_BY_HAND
from equipment.states import EXITS, GONE, Custody, Step
from equipment.transitions import TRANSITIONS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from equipment.transitions import Transition

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


ARRIVALS = ("receive", "opening")
# SQLite and PostgreSQL count days each in their own way: `install.py` puts theirs here.
WITHIN_A_DAY = ":within_a_day:"

_TOLD_ELSEWHERE = values([*TRANSITIONS, *ARRIVALS, "undo", "import_undone"])
_ARRIVES = (
    "(NEW.code = 'receive' AND NEW.sequence = 1 AND NEW.to_step = 'arrived' AND NEW.to_custody = 'ours'"
    " AND NEW.to_data = 'unknown')"
)
_OPENS = "(NEW.code = 'opening' AND NEW.sequence = 1 AND NEW.to_data = 'prior')"
# Only the last entry is taken back, and a machine that left is called back within the day.
_UNDOES = (
    f"(NEW.code = 'undo' AND EXISTS (SELECT 1 FROM {LEDGER} r WHERE r.id = NEW.reverses_id"
    " AND r.machine_id = NEW.machine_id AND r.sequence = NEW.sequence - 1"
    f" AND r.code IN {values(set(TRANSITIONS) - {'take_back'})}"
    " AND NEW.to_step = r.from_step AND NEW.to_custody = r.from_custody AND NEW.to_data = r.from_data"
    f" AND (r.to_custody NOT IN {AWAY} OR {WITHIN_A_DAY})))"
)
# A machine that a file brought in by mistake goes out of sight, before anything was done to it.
_WITHDRAWS = (
    "(NEW.code = 'import_undone' AND NEW.sequence = 2 AND NEW.from_data = 'prior' AND NEW.to_data = 'prior'"
    " AND NEW.to_step = NEW.from_step AND NEW.to_custody = 'sent_back')"
)
# A finding about data, two tags made one: nobody has moved the machine.
_STANDS = (
    f"(NEW.code NOT IN {_TOLD_ELSEWHERE} AND NEW.sequence > 1 AND NEW.to_step = NEW.from_step"
    " AND NEW.to_custody = NEW.from_custody)"
)


def _moves(row: Transition) -> str:
    to_step = f"'{row.to_step}'" if row.to_step else "NEW.from_step"
    to_custody = f"'{row.to_custody}'" if row.to_custody else "NEW.from_custody"
    data = " AND NEW.to_data = 'to_erase'" if row.code == "take_back" else ""
    return (
        f"(NEW.code = '{row.code}' AND NEW.from_step IN {values(row.from_steps)}"
        f" AND NEW.from_custody IN {values(row.from_custodies)}"
        f" AND NEW.to_step = {to_step} AND NEW.to_custody = {to_custody}{data})"
    )


_HELD = " OR ".join([_ARRIVES, _OPENS, _UNDOES, _WITHDRAWS, _STANDS, *map(_moves, TRANSITIONS.values())])

ENTRY_GUARDS: tuple[Guard, ...] = (
    Guard(
        "entry-fits",
        LEDGER,
        "INSERT",
        f"NOT EXISTS (SELECT 1 FROM {MACHINE} w WHERE w.id = NEW.machine_id AND NEW.sequence = w.sequence + 1"
        " AND ((NEW.sequence = 1 AND NEW.from_custody = '')"
        " OR (NEW.from_step = w.step AND NEW.from_custody = w.custody AND NEW.from_data = w.data_status)))",
        locks=f"{MACHINE} WHERE id = NEW.machine_id",
    ),
    Guard("entry-is-in-the-table", LEDGER, "INSERT", f"NOT ({_HELD})"),
    Guard(
        "prior-is-said-at-the-opening",
        LEDGER,
        "INSERT",
        "NEW.to_data = 'prior' AND NEW.from_data <> 'prior' AND NEW.code <> 'opening'",
    ),
)

# What comes back is to be erased again, whoever wrote that it is back; an exit undone never left.
MACHINE_CAME_BACK = (
    f"OLD.custody IN {AWAY} AND NEW.custody NOT IN {AWAY}"
    f" AND EXISTS (SELECT 1 FROM {ITS_ENTRY} AND e.code <> 'undo')"
)
_COLUMNS = f"INSERT INTO {PROOF} (machine_id, component_id, kind, proves, at, tool, method, errors, reason)"
_FOUND = f"'reset', FALSE, (SELECT e.at FROM {ITS_ENTRY}), '', '', 0, ''"
# What was signed of it was signed before somebody had it.
_SIGNED_BEFORE = (
    f"UPDATE {EVIDENCE} SET settled_by_id = NULL WHERE settled_by_id IN"
    f" (SELECT p.id FROM {PROOF} p WHERE p.machine_id = NEW.id)"
)
RESET_MACHINE = (
    f"{_COLUMNS} SELECT NEW.id, NULL, {_FOUND}",
    f"{_COLUMNS} SELECT NEW.id, c.id, {_FOUND} FROM {ITS_DISKS}",
    _SIGNED_BEFORE,
)
# A disk that went out alone, and is back.
DISK_CAME_BACK = (
    "NEW.whereabouts <> 'out' AND (SELECT l.whereabouts FROM"
    f" {MOVE} l WHERE l.component_id = NEW.component_id AND l.sequence = NEW.sequence - 1) = 'out'"
    f" AND EXISTS (SELECT 1 FROM {COMPONENT} c WHERE c.id = NEW.component_id AND c.kind = 'storage')"
)
RESET_DISK = (f"{_COLUMNS} SELECT NEW.machine_id, NEW.component_id, 'reset', FALSE, NEW.at, '', '', 0, ''",)
# « No disk inside » was said of a machine that a disk is put in since: once it is out, somebody looks again.
DISK_PUT_IN = (
    f"NEW.machine_id IS NOT NULL AND {last_word_of('NEW.machine_id')} = 'no_storage'"
    f" AND EXISTS (SELECT 1 FROM {COMPONENT} c WHERE c.id = NEW.component_id AND c.kind = 'storage')"
)
RESET_WORD = (f"{_COLUMNS} SELECT NEW.machine_id, NULL, 'reset', FALSE, NEW.at, '', '', 0, ''",)
# It was said of one object under two tags; of which of the two machines they are again, nobody knows.
_SET_FREE = "OLD.merged_into_id IS NOT NULL AND NEW.merged_into_id IS NULL"
TAG_SET_FREE = f"{_SET_FREE} AND {LAST_WORD} = 'no_storage'"
RESET_FREED = (f"{_COLUMNS} SELECT NEW.id, NULL, 'reset', FALSE, NEW.updated_at, '', '', 0, ''",)
DOUBT_AGAIN = (f"UPDATE {EVIDENCE} SET settled_by_id = NULL WHERE machine_id = NEW.id",)
# (name, table, what happens, when, what is written)
RESETS = (
    ("equipment_guard_return_resets", MACHINE, "UPDATE", MACHINE_CAME_BACK, RESET_MACHINE),
    ("equipment_guard_disk_back_resets", MOVE, "INSERT", DISK_CAME_BACK, RESET_DISK),
    ("equipment_guard_disk_put_in_resets", MOVE, "INSERT", DISK_PUT_IN, RESET_WORD),
    ("equipment_guard_tag_set_free_resets", MACHINE, "UPDATE", TAG_SET_FREE, RESET_FREED),
    ("equipment_guard_tag_set_free_is_unsigned", MACHINE, "UPDATE", _SET_FREE, DOUBT_AGAIN),
)

_FORWARD = values([Step.WIPED, Step.REFURBISHED, Step.TESTED, Step.READY])
_IN_DOUBT = values([*EXITS, Custody.RESERVED])
# The machines whose files NEW, a finding about a machine as a whole, answers for.
_ITS_FILES = (
    f"(d.machine_id = NEW.machine_id"
    f" OR d.machine_id IN (SELECT t.id FROM {MACHINE} t WHERE t.merged_into_id = NEW.machine_id))"
)
# The last word about the machine of the file NEW, or about the one that its tag leads to.
_ANSWERS = (
    f"EXISTS (SELECT 1 FROM {PROOF} p JOIN {MACHINE} w ON w.id = NEW.machine_id"
    " WHERE p.id = NEW.settled_by_id AND p.component_id IS NULL AND p.at >= NEW.received_at"
    " AND (p.machine_id = w.id OR p.machine_id = w.merged_into_id)"
    " AND (p.kind = 'contents' OR (p.kind = 'no_storage' AND NOT NEW.shows_storage))"
    f" AND NOT EXISTS (SELECT 1 FROM {PROOF} s WHERE s.machine_id = p.machine_id AND s.component_id IS NULL"
    " AND s.id > p.id))"
)

DOUBT_GUARDS: tuple[Guard, ...] = (
    Guard(
        "every-disk-is-seen",
        MACHINE,
        "UPDATE",
        f"((NEW.custody <> OLD.custody AND NEW.custody IN {_IN_DOUBT})"
        f" OR (NEW.step <> OLD.step AND NEW.step IN {_FORWARD})"
        " OR (NEW.data_status <> OLD.data_status AND NEW.data_status IN ('erased', 'no_storage')))"
        f" AND {IN_DOUBT}",
    ),
    Guard(
        "no-disk-is-said-where-none-is-shown",
        PROOF,
        "INSERT",
        f"NEW.kind = 'no_storage' AND EXISTS (SELECT 1 FROM {EVIDENCE} d LEFT JOIN {PROOF} a"
        f" ON a.id = d.settled_by_id WHERE {_ITS_FILES} AND d.shows_storage"
        " AND COALESCE(a.kind, '') <> 'contents')",
        locks=f"{MACHINE} WHERE id = NEW.machine_id",
    ),
    Guard(
        "doubt-is-settled-by-a-signature",
        EVIDENCE,
        "UPDATE",
        "NEW.settled_by_id IS NOT NULL AND COALESCE(OLD.settled_by_id, 0) <> NEW.settled_by_id"
        f" AND NOT {_ANSWERS}",
        locks=f"{MACHINE} WHERE id = NEW.machine_id",
    ),
    Guard(
        "evidence-comes-open",
        EVIDENCE,
        "INSERT",
        "NEW.settled_by_id IS NOT NULL",
        locks=f"{MACHINE} WHERE id = NEW.machine_id",
    ),
    Guard(
        "doubt-stays-with-its-machine",
        EVIDENCE,
        "UPDATE",
        "(OLD.gaps > '' OR OLD.shows_storage) AND OLD.machine_id IS NOT NULL"
        " AND (NEW.machine_id IS NULL OR NEW.machine_id <> OLD.machine_id)",
    ),
    Guard(
        "readers-only-learn",
        EVIDENCE,
        "UPDATE",
        "NEW.readers_version < OLD.readers_version OR ((NEW.gaps <> OLD.gaps"
        " OR NEW.shows_storage <> OLD.shows_storage) AND NEW.readers_version <= OLD.readers_version)",
    ),
)

# A file noted it: what a file lists has been seen. Only what is typed begins with who placed it.
_CAME_FROM_A_FILE = (
    f"EXISTS (SELECT 1 FROM {MOVE} f WHERE f.component_id = NEW.component_id AND f.sequence = 1"
    " AND f.details_id IS NULL)"
)
_SOMETHING_WAS_FOUND = f"EXISTS (SELECT 1 FROM {PROOF} p WHERE p.component_id = NEW.component_id)"
_WAS_IN_TWO_MACHINES = (
    f"EXISTS (SELECT 1 FROM {MOVE} a JOIN {MOVE} b ON b.component_id = a.component_id"
    " WHERE a.component_id = NEW.component_id AND a.machine_id <> b.machine_id)"
)
# A file may have named it since, and leaves no trace on a disk that it found as it was.
_A_FILE_CAME_SINCE = (
    f"EXISTS (SELECT 1 FROM {EVIDENCE} v JOIN {MOVE} w ON w.machine_id = v.machine_id"
    f" JOIN {COMPONENT} c ON c.id = w.component_id WHERE c.id = NEW.component_id AND v.format <> 'photo'"
    " AND v.received_at >= c.noted_at)"
)

MISTAKE_GUARDS: tuple[Guard, ...] = (
    Guard(
        "mistake-is-typed",
        MOVE,
        "INSERT",
        "NEW.whereabouts = 'nowhere' AND (NEW.details_id IS NULL OR NEW.sequence = 1"
        f" OR {_CAME_FROM_A_FILE} OR {_SOMETHING_WAS_FOUND} OR {_WAS_IN_TWO_MACHINES}"
        f" OR {_A_FILE_CAME_SINCE})",
        locks=BOTH_MACHINES,
    ),
)


def _kept(table: str, noun: str, *, changes: str = "TRUE", same: str = "") -> tuple[Guard, ...]:
    """Guard a table whose rows are never changed, never deleted.

    Nor replaced: SQLite's REPLACE deletes a row without telling the triggers. `same` tells, beside the key,
    which row `o` the new one would push out.
    """
    other = f"o.id = NEW.id OR {same}" if same else "o.id = NEW.id"
    return (
        Guard(f"{noun}-never-changes", table, "UPDATE", changes),
        Guard(f"{noun}-never-goes", table, "DELETE", "TRUE"),
        Guard(
            f"{noun}-is-never-replaced", table, "INSERT", f"EXISTS (SELECT 1 FROM {table} o WHERE {other})"
        ),
    )


_EVIDENCE_CHANGES = " OR ".join(
    f"NEW.{column} <> OLD.{column}" for column in ("id", "file", "sha256", "size", "format", "received_at")
)
_SAME_PART = "(o.serial <> '' AND o.kind = NEW.kind AND o.model = NEW.model AND o.serial = NEW.serial)"

_SAME_ENTRY = (
    "o.reverses_id = NEW.reverses_id OR (o.machine_id = NEW.machine_id AND o.sequence = NEW.sequence)"
)
# Another machine that the paper of this one names already.
_SAME_PAPER = (
    "(NEW.origin_reference <> '' AND o.organization_id = NEW.organization_id"
    " AND o.origin_reference = NEW.origin_reference)"
)

KEPT_GUARDS: tuple[Guard, ...] = (
    *_kept(LEDGER, "ledger", same=_SAME_ENTRY),
    *_kept(COMPONENT, "component", same=_SAME_PART),
    *_kept(MOVE, "move"),
    *_kept(PROOF, "proof"),
    *_kept(EVIDENCE, "evidence", changes=_EVIDENCE_CHANGES, same="o.sha256 = NEW.sha256"),
    Guard(
        "machine-is-never-replaced",
        MACHINE,
        "INSERT",
        f"EXISTS (SELECT 1 FROM {MACHINE} o WHERE o.id = NEW.id OR o.tag = NEW.tag OR {_SAME_PAPER})"
        f" OR EXISTS (SELECT 1 FROM {LEDGER} e WHERE e.machine_id = NEW.id)",
    ),
    Guard(
        "machine-pushes-no-other-out",
        MACHINE,
        "UPDATE",
        f"EXISTS (SELECT 1 FROM {MACHINE} o WHERE o.id <> NEW.id AND {_SAME_PAPER})",
    ),
    Guard(
        "machine-never-goes",
        MACHINE,
        "DELETE",
        f"EXISTS (SELECT 1 FROM {LEDGER} e WHERE e.machine_id = OLD.id)",
    ),
)

MACHINE_GUARDS: tuple[Guard, ...] = (
    Guard(
        "machine-arrives-unknown",
        MACHINE,
        "INSERT",
        "NEW.sequence <> 0 OR NEW.merged_into_id IS NOT NULL OR NOT ("
        " (NEW.step = 'arrived' AND NEW.custody = 'ours' AND NEW.data_status = 'unknown')"
        " OR (NEW.before_tracking AND NEW.data_status = 'prior'))",
    ),
    Guard(
        "tag-is-permanent",
        MACHINE,
        "UPDATE",
        "NEW.id <> OLD.id OR NEW.tag <> OLD.tag OR NEW.before_tracking <> OLD.before_tracking",
    ),
    # Its ledger, and who is named beside it, would change hands with it.
    Guard("machine-stays-its-owners", MACHINE, "UPDATE", "NEW.organization_id <> OLD.organization_id"),
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
        f"NEW.custody <> OLD.custody AND NEW.custody IN {OUT} AND {NOT_PROVED}",
    ),
    Guard(
        "clean-is-proved",
        MACHINE,
        "UPDATE",
        "NEW.data_status <> OLD.data_status AND NEW.data_status IN ('erased', 'no_storage')"
        f" AND {NOT_PROVED}",
    ),
    Guard(
        "sending-back-is-signed",
        MACHINE,
        "UPDATE",
        f"NEW.custody <> OLD.custody AND NEW.custody = 'sent_back' AND {LAST_WORD} <> 'exempt'",
    ),
    Guard(
        "only-the-donors-data-goes-back",
        MACHINE,
        "UPDATE",
        f"NEW.custody <> OLD.custody AND NEW.custody = 'sent_back' AND {HOLDS_ANOTHERS_DATA}",
    ),
    Guard(
        "merge-is-one-step",
        MACHINE,
        "UPDATE",
        "NEW.merged_into_id IS NOT NULL AND COALESCE(OLD.merged_into_id, 0) <> NEW.merged_into_id AND ("
        f"NOT EXISTS (SELECT 1 FROM {ITS_ENTRY} AND e.code = 'merge')"
        f" OR NEW.custody <> 'ours' OR EXISTS (SELECT 1 FROM {MACHINE} w WHERE w.merged_into_id = NEW.id)"
        f" OR EXISTS (SELECT 1 FROM {MACHINE} w WHERE w.id = NEW.merged_into_id"
        f" AND (w.custody <> 'ours' OR w.merged_into_id IS NOT NULL)) OR EXISTS (SELECT 1 FROM {ITS_DISKS}))",
        locks=f"{MACHINE} WHERE id = NEW.merged_into_id",
    ),
    Guard(
        "merged-stands-still",
        MACHINE,
        "UPDATE",
        f"OLD.merged_into_id IS NOT NULL AND NEW.merged_into_id IS NOT NULL AND {STATE_CHANGES}",
    ),
)

DATA_GUARDS: tuple[Guard, ...] = (
    Guard(
        "move-follows",
        MOVE,
        "INSERT",
        f"NEW.sequence <> 1 + COALESCE((SELECT MAX(l.sequence) FROM {MOVE} l"
        " WHERE l.component_id = NEW.component_id), 0)",
    ),
    Guard(
        "moving-disk-is-proved",
        MOVE,
        "INSERT",
        f"NEW.whereabouts = 'out' AND EXISTS (SELECT 1 FROM {COMPONENT} c WHERE c.id = NEW.component_id"
        f" AND c.kind = 'storage' AND NOT {LAST_PROOF})",
        locks=BOTH_MACHINES,
    ),
    Guard(
        "no-disk-in-what-left",
        MOVE,
        "INSERT",
        f"EXISTS (SELECT 1 FROM {COMPONENT} c WHERE c.id = NEW.component_id AND c.kind = 'storage')"
        f" AND EXISTS (SELECT 1 FROM {MACHINE} w WHERE w.id = NEW.machine_id AND w.custody IN {AWAY}"
        f" AND NOT ({LEFT_BEFORE} AND NEW.sequence = 1))",
        locks=BOTH_MACHINES,
    ),
    # What is in a machine comes back with it, and is to be erased again with it.
    Guard(
        "part-stays-in-what-left",
        MOVE,
        "INSERT",
        f"EXISTS (SELECT 1 FROM {MACHINE} w WHERE w.id = {MACHINE_IT_WAS_IN} AND w.custody IN {AWAY})",
        locks=BOTH_MACHINES,
    ),
    Guard(
        "no-part-in-a-merged-tag",
        MOVE,
        "INSERT",
        f"EXISTS (SELECT 1 FROM {MACHINE} w WHERE w.id = NEW.machine_id AND w.merged_into_id IS NOT NULL)",
        locks=BOTH_MACHINES,
    ),
    Guard(
        "proof-comes-before-the-exit",
        PROOF,
        "INSERT",
        f"NOT NEW.proves AND EXISTS (SELECT 1 FROM {MACHINE} w"
        f" WHERE w.id IN (NEW.machine_id, {MACHINE_IT_WAS_IN}) AND w.custody IN {OUT} AND NOT {LEFT_BEFORE})",
        locks=BOTH_MACHINES,
    ),
    Guard(
        "acceptance-follows-a-reservation",
        PROOF,
        "INSERT",
        "NEW.kind = 'accepted' AND COALESCE((SELECT p.kind FROM"
        f" {PROOF} p WHERE p.component_id = NEW.component_id ORDER BY p.id DESC LIMIT 1), '') <> 'reserve'",
        locks=BOTH_MACHINES,
    ),
    # A failure that a tool wrote is a fact: only what somebody wrote may be taken back.
    Guard(
        "withdrawal-follows-a-typed-failure",
        PROOF,
        "INSERT",
        f"NEW.kind = 'withdrawn' AND NOT EXISTS (SELECT 1 FROM {PROOF} p LEFT JOIN {EVIDENCE} e"
        f" ON e.id = p.evidence_id WHERE p.id = (SELECT MAX(l.id) FROM {PROOF} l"
        " WHERE l.component_id = NEW.component_id) AND p.kind = 'failed'"
        f" AND COALESCE(e.format, '{WRITTEN_BY_HAND[0]}') IN {values(WRITTEN_BY_HAND)})",
        locks=BOTH_MACHINES,
    ),
)

GUARDS: tuple[Guard, ...] = (
    *KEPT_GUARDS,
    *MACHINE_GUARDS,
    *ENTRY_GUARDS,
    *DATA_GUARDS,
    *MISTAKE_GUARDS,
    *DOUBT_GUARDS,
)

# Tables that cannot be emptied at once, where the database knows such a statement.
KEPT_WHOLE = (LEDGER, COMPONENT, MOVE, PROOF, EVIDENCE)
