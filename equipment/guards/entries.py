"""The table of transitions in SQL: the ledger takes no entry that the table does not hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment.transitions import TRANSITIONS

from .sql import AWAY, LEDGER, MACHINE, Guard, values

if TYPE_CHECKING:
    from equipment.transitions import Transition

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
