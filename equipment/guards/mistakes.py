"""A disk that somebody typed and that is not there: of which one it may be said, whoever says it."""

from __future__ import annotations

from .sql import BOTH_MACHINES, COMPONENT, EVIDENCE, MOVE, PROOF, Guard

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
