"""Statements typed by hand that must be refused, tried one by one on whichever database."""

from __future__ import annotations

import json
import re

from django.db import DatabaseError, connection, transaction

from equipment.services import apply
from equipment.services.components import parts_in
from equipment.services.ledger import write_details
from equipment.states import Custody, Step
from equipment.transitions import ReturnReason
from tests.equipment.factories import (
    do,
    machine_in,
    make_inventory,
    make_machine,
    make_slip,
    make_workshop,
    prove,
    ready_machine,
)

MACHINE_COLUMNS = (
    "tag, organization_id, step, custody, data_status, sequence, step_since, before_tracking, kind, maker,"
    " model, processor, system, locked_fields, grade, defects, origin_reference, created_at, updated_at"
)
_SAME = (
    "organization_id, '{step}', '{custody}', '{data}', {sequence}, step_since, {before}, kind, maker, model,"
    " processor, system, locked_fields, grade, defects, '', created_at, updated_at"
    " FROM equipment_machine WHERE id = {arrived}"
)


def _insert(verb: str = "INSERT", tag: str = "'ZZZZZZZ'", **state: str) -> str:
    wanted = {"step": "arrived", "custody": "ours", "data": "unknown", "sequence": "0", "before": "FALSE"}
    same = _SAME.replace("{arrived}", "[arrived]").format(**(wanted | state))
    return f"{verb} INTO equipment_machine ({MACHINE_COLUMNS}) SELECT {tag}, {same}"


def _move(part: str, sequence: int, where: str, machine: str = "NULL") -> str:
    return (
        "INSERT INTO equipment_componentmove (component_id, sequence, whereabouts, machine_id, at)"
        f" SELECT {part}, {sequence}, '{where}', {machine}, at FROM equipment_ledgerentry LIMIT 1"
    )


def _told(machine: str, code: str, custody: str) -> str:
    """The next entry of a machine, which stays at its step."""
    return (
        "INSERT INTO equipment_ledgerentry (machine_id, sequence, code, from_step, from_custody, from_data,"
        f" to_step, to_custody, to_data, at, reason, situation) SELECT id, sequence + 1, '{code}', step,"
        f" custody, data_status, step, '{custody}', data_status, updated_at, '', ''"
        f" FROM equipment_machine WHERE id = {machine}"
    )


def _gone(machine: str, custody: str) -> str:
    moved = f"UPDATE equipment_machine SET custody = '{custody}', sequence = sequence + 1"
    return f"{moved} WHERE id = {machine}"


MERGED = "UPDATE equipment_machine SET merged_into_id = [ready] WHERE id = [arrived]"
TOLD_TWICE = _told("[arrived]", "data", "ours")
REBORN = _insert(custody="given", data="prior", before="TRUE")
EXEMPT = (
    "INSERT INTO equipment_dataproof (machine_id, kind, proves, at, tool, method, errors, reason, details_id)"
    " SELECT [returned], 'exempt', FALSE, updated_at, '', '', 0, '', (SELECT MAX(id) FROM"
    " equipment_entrydetails) FROM equipment_machine WHERE id = [returned]"
)
IN_AND_OUT = (
    f"WITH told AS ({_told('[ready]', 'give', 'given')} RETURNING id), moved AS"
    f" ({_move('[dirty]', 2, 'in_machine', '[ready]')} RETURNING id)"
    f" {_gone('[ready]', 'given')} AND EXISTS (SELECT 1 FROM told)"
)
ACCEPTED = (
    "INSERT INTO equipment_dataproof (machine_id, component_id, kind, proves, at, tool, method, errors,"
    " reason) SELECT [arrived], [dirty], 'accepted', TRUE, at, '', '', 0, ''"
    " FROM equipment_ledgerentry LIMIT 1"
)
WITHDRAWN = (
    "INSERT INTO equipment_dataproof (machine_id, component_id, kind, proves, at, tool, method, errors,"
    " reason, details_id) SELECT [arrived], [dirty], 'withdrawn', FALSE, at, '', '', 0, '',"
    " (SELECT MAX(id) FROM equipment_entrydetails) FROM equipment_ledgerentry LIMIT 1"
)
A_TOOL_FAILED = (
    "INSERT INTO equipment_dataproof (machine_id, component_id, kind, proves, at, tool, method, errors,"
    " reason, evidence_id) SELECT [arrived], [dirty], 'failed', FALSE, at, '', '', 0, '',"
    " (SELECT MAX(id) FROM equipment_evidence WHERE format = 'nwipe') FROM equipment_ledgerentry LIMIT 1"
)
SETTLED = (
    "UPDATE equipment_evidence SET settled_by_id = (SELECT MAX(id) FROM equipment_dataproof)"
    " WHERE machine_id = [doubtful] AND gaps > ''"
)
COMES_SETTLED = (
    "INSERT INTO equipment_evidence (machine_id, format, file, sha256, size, received_at, outcome, reason,"
    " gaps, shows_storage, readers_version, settled_by_id) SELECT machine_id, format, 'x', 'abc', size,"
    " received_at, outcome, reason, gaps, shows_storage, readers_version, (SELECT MAX(id) FROM"
    " equipment_dataproof) FROM equipment_evidence WHERE gaps > ''"
)
PART_REPLACED = (
    "REPLACE INTO equipment_component (id, kind, maker, model, serial, technology, noted_at)"
    " SELECT id, 'other', maker, model, serial, technology, noted_at FROM equipment_component"
)
FINDING_REPLACED = (
    "REPLACE INTO equipment_dataproof (id, component_id, machine_id, kind, proves, at, tool, method, errors,"
    " reason, evidence_id) SELECT id, component_id, machine_id, kind, proves, at, 'another', method, errors,"
    " reason, evidence_id FROM equipment_dataproof WHERE kind = 'erased'"
)

# name: the statement, with the keys of what is there, and the rule that refuses it.
ATTACKS: dict[str, tuple[str, str]] = {
    "a row of the ledger changed": (
        "UPDATE equipment_ledgerentry SET to_custody = 'given'",
        "ledger-never-changes",
    ),
    "its date changed": ("UPDATE equipment_ledgerentry SET at = '2001-01-01'", "ledger-never-changes"),
    "a row of the ledger deleted": ("DELETE FROM equipment_ledgerentry", "ledger-never-goes"),
    "a part made something else": (
        "UPDATE equipment_component SET kind = 'other'",
        "component-never-changes",
    ),
    "a part deleted": ("DELETE FROM equipment_component", "component-never-goes"),
    "a move changed": ("UPDATE equipment_componentmove SET machine_id = [ready]", "move-never-changes"),
    "a move deleted": ("DELETE FROM equipment_componentmove", "move-never-goes"),
    "a finding changed": (
        "UPDATE equipment_dataproof SET proves = FALSE, kind = 'failed'",
        "proof-never-changes",
    ),
    "a finding deleted": ("DELETE FROM equipment_dataproof", "proof-never-goes"),
    "a file of evidence exchanged": ("UPDATE equipment_evidence SET file = 'x'", "evidence-never-changes"),
    "a fingerprint changed": (
        "UPDATE equipment_evidence SET sha256 = 'abc'",
        "evidence-never-changes",
    ),
    "a file of evidence deleted": ("DELETE FROM equipment_evidence", "evidence-never-goes"),
    "a machine deleted": ("DELETE FROM equipment_machine WHERE id = [arrived]", "machine-never-goes"),
    "a tag changed": (
        "UPDATE equipment_machine SET tag = 'ABCDEFG' WHERE id = [arrived]",
        "tag-is-permanent",
    ),
    "a machine made another association's": (
        "UPDATE equipment_machine SET organization_id = [elsewhere] WHERE id = [arrived]",
        "machine-stays-its-owners",
    ),
    "a tag merged that no row of the ledger tells": (
        MERGED.replace("[arrived]", "[empty]"),
        "merge-is-one-step",
    ),
    "a machine made older than the ledger": (
        "UPDATE equipment_machine SET before_tracking = TRUE WHERE id = [arrived]",
        "tag-is-permanent",
    ),
    "a machine given": (
        "UPDATE equipment_machine SET custody = 'given' WHERE id = [ready]",
        "state-is-told",
    ),
    "a machine called clean": (
        "UPDATE equipment_machine SET data_status = 'erased' WHERE id = [arrived]",
        "(state-is-told|clean-is-proved)",
    ),
    "a machine that arrives given": (_insert(custody="given"), "machine-arrives-unknown"),
    "a machine that arrives clean": (_insert(data="erased"), "machine-arrives-unknown"),
    "a machine that arrives moved on": (_insert(sequence="3"), "machine-arrives-unknown"),
    "a disk out that nothing proves": (
        _move("[dirty]", 2, "out"),
        "moving-disk-is-proved",
    ),
    "a disk called a mistake that nobody typed": (
        _move("[dirty]", 2, "nowhere"),
        "mistake-is-typed",
    ),
    "a disk in two places": (
        _move("[dirty]", 7, "in_machine", "[ready]"),
        "move-follows",
    ),
    "a disk put in what left": (
        _move("[dirty]", 2, "in_machine", "[given]"),
        "no-disk-in-what-left",
    ),
    "a disk taken out of what left": (
        _move("[gone]", 2, "on_shelf"),
        "part-stays-in-what-left",
    ),
    "a reservation accepted that nobody made": (
        ACCEPTED,
        "acceptance-follows-a-reservation",
    ),
    "a failure withdrawn that nobody noted": (WITHDRAWN, "withdrawal-follows-a-typed-failure"),
    "a failure withdrawn that a tool wrote": (
        f"{A_TOOL_FAILED}; {WITHDRAWN}",
        "withdrawal-follows-a-typed-failure",
    ),
    "what a borrower left, sent back to the donor": (
        f"{EXEMPT}; {_told('[returned]', 'send_back', 'sent_back')}; {_gone('[returned]', 'sent_back')}",
        "only-the-donors-data-goes-back",
    ),
    "a machine made new under the number of another": (
        REBORN.replace("(tag,", "(id, tag,").replace("SELECT ", "SELECT [arrived], ", 1),
        "machine-is-never-replaced",
    ),
    "a machine in doubt handed over": (
        f"{_told('[doubtful]', 'give', 'given')}; {_gone('[doubtful]', 'given')}",
        "every-disk-is-seen",
    ),
    "a machine in doubt kept for somebody": (
        f"{_told('[doubtful]', 'reserve', 'reserved')}; {_gone('[doubtful]', 'reserved')}",
        "every-disk-is-seen",
    ),
    "no disk said of a machine that shows storage": (
        EXEMPT.replace("[returned]", "[doubtful]").replace("'exempt', FALSE", "'no_storage', TRUE"),
        "no-disk-is-said-where-none-is-shown",
    ),
    "a doubt settled by the signature of another machine": (
        SETTLED,
        "doubt-is-settled-by-a-signature",
    ),
    "a doubt given to another machine": (
        "UPDATE equipment_evidence SET machine_id = [ready] WHERE machine_id = [doubtful] AND gaps > ''",
        "doubt-stays-with-its-machine",
    ),
    "a doubt wiped away": (
        "UPDATE equipment_evidence SET gaps = '' WHERE machine_id = [doubtful]",
        "readers-only-learn",
    ),
    "an inventory that comes settled": (
        COMES_SETTLED,
        "evidence-comes-open",
    ),
    "a merged tag that keeps its disk": (
        f"{_told('[arrived]', 'merge', 'ours')}; {_gone('[arrived]', 'ours')}; {MERGED}",
        "merge-is-one-step",
    ),
}
ON_SQLITE = {
    "a machine replaced by one that left before": (
        _insert("REPLACE", "tag", custody="given", data="prior", before="TRUE"),
        "machine-is-never-replaced",
    ),
    "a part replaced": (
        PART_REPLACED,
        "component-is-never-replaced",
    ),
    "a finding replaced": (
        FINDING_REPLACED,
        "proof-is-never-replaced",
    ),
    "an entry replaced by another of the same number": (
        f"{TOLD_TWICE}; {TOLD_TWICE.replace('INSERT', 'REPLACE')}",
        "ledger-is-never-replaced",
    ),
    "a machine pushed out by a new one of the same paper": (
        REBORN.replace("INSERT", "REPLACE").replace("defects, ''", "defects, 'paper'"),
        "machine-is-never-replaced",
    ),
    "a machine pushed out by another that takes its paper": (
        "UPDATE OR REPLACE equipment_machine SET origin_reference = 'paper' WHERE id = [ready]",
        "machine-pushes-no-other-out",
    ),
}
TABLES = ("ledgerentry", "component", "componentmove", "dataproof", "evidence")
ON_POSTGRESQL = {
    f"{table} emptied": (f"TRUNCATE equipment_{table} CASCADE", "kept-whole") for table in TABLES
} | {
    "machines emptied": ("TRUNCATE equipment_machine CASCADE", "kept-whole"),
    "a disk put in by the very statement that lets the machine out": (
        IN_AND_OUT,
        "(no-disk-in-what-left|disk-is-proved)",
    ),
}


def report() -> None:
    """Print as JSON, for each statement that was not refused by its rule, what happened instead."""
    workshop = make_workshop()
    arrived = machine_in(workshop, Step.ARRIVED, Custody.OURS, is_proved=False, origin_reference="paper")
    returned = ready_machine(workshop)
    do(returned, "give")
    do(returned, "take_back")
    write_details(None, signed_by="Le président")
    given = machine_in(workshop, Step.READY, Custody.GIVEN)
    apply(given, "take_back", by=None, reason=ReturnReason.BROKEN)
    for part in parts_in(given):
        prove(part, given)
    apply(given, "recycle", by=None, slip=make_slip(workshop))
    doubtful = ready_machine(workshop)
    make_inventory(doubtful)
    keys = {
        "doubtful": doubtful.pk,
        "arrived": arrived.pk,
        "returned": returned.pk,
        "ready": ready_machine(workshop).pk,
        "given": given.pk,
        "dirty": parts_in(arrived).get().pk,
        "gone": parts_in(given).get().pk,
        "elsewhere": make_workshop("Les Voisins").pk,
        "empty": make_machine(workshop).pk,
    }
    own = ON_SQLITE if connection.vendor == "sqlite" else ON_POSTGRESQL
    told = {name: _try(statement, rule, keys) for name, (statement, rule) in (ATTACKS | own).items()}
    print(json.dumps({name: what for name, what in told.items() if what}))  # noqa: T201


def _try(statement: str, rule: str, keys: dict[str, int]) -> str:
    for name, key in keys.items():
        statement = statement.replace(f"[{name}]", str(key))
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for one in statement.split(";"):
                cursor.execute(one)
            transaction.set_rollback(True)
    except DatabaseError as error:
        return "" if re.search(f"equipment:{rule}", str(error)) else str(error)
    return "it passed"
