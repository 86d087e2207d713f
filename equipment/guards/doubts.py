"""An inventory that may leave out a disk proves nothing: what the database refuses until somebody signs.

What the readers made of a file may be written later, by later readers; whose file it is, and which signature
answers for it, may not be made up.
"""

from __future__ import annotations

from equipment.axes import EXITS, Custody, Step

from .sql import EVIDENCE, IN_DOUBT, MACHINE, PROOF, Guard, values

_FORWARD = values([Step.WIPED, Step.REFURBISHED, Step.TESTED, Step.READY])
_HELD = values([*EXITS, Custody.RESERVED])
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
        f"((NEW.custody <> OLD.custody AND NEW.custody IN {_HELD})"
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
