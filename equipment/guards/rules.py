"""The rules that the database holds, in SQL that SQLite and PostgreSQL both read.

Services refuse first, in words for people; these refuse the doors that go around them: the admin, an
`update()`, a statement typed by hand. A condition that is true refuses the write.
"""

from __future__ import annotations

from equipment.models.proof import WRITTEN_BY_HAND

from .doubts import DOUBT_GUARDS
from .entries import ENTRY_GUARDS
from .mistakes import MISTAKE_GUARDS
from .sql import (
    AWAY,
    BOTH_MACHINES,
    COMPONENT,
    EVIDENCE,
    HOLDS_ANOTHERS_DATA,
    ITS_DISKS,
    ITS_ENTRY,
    LAST_PROOF,
    LAST_WORD,
    LEDGER,
    LEFT_BEFORE,
    MACHINE,
    MACHINE_IT_WAS_IN,
    MOVE,
    NOT_PROVED,
    OUT,
    PROOF,
    STATE_CHANGES,
    Guard,
    values,
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
