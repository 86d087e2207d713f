"""What the database writes by itself: what came back, or was opened to put a disk in, is looked at again."""

from __future__ import annotations

from .sql import (
    AWAY,
    COMPONENT,
    EVIDENCE,
    ITS_DISKS,
    ITS_ENTRY,
    LAST_WORD,
    MACHINE,
    MOVE,
    PROOF,
    last_word_of,
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
