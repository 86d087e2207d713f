"""Put the triggers in a database, take them away, tell which are missing or are not what they were."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.checks import Error
from django.db import connections
from django.utils.translation import gettext as _

from equipment.db_triggers.rules import GUARDS, KEPT_WHOLE, MACHINE, RESETS, WITHIN_A_DAY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.core.checks import CheckMessage
    from django.db.backends.base.base import BaseDatabaseWrapper

    from equipment.db_triggers.rules import Guard

TABLES = frozenset({MACHINE, *KEPT_WHOLE})
_DAY = {
    "sqlite": "julianday(NEW.at) - julianday(r.at) <= 1",
    "postgresql": "NEW.at - r.at <= INTERVAL '1 day'",
}


@dataclass(frozen=True)
class Trigger:
    """One trigger: its statements, and its text as the database shows it back."""

    name: str
    statements: tuple[str, ...]
    text: str


def tables_are_there(using: str) -> bool:
    """Tell whether the tables that the guards speak of are in the database `using`."""
    return set(connections[using].introspection.table_names()) >= TABLES


def install(using: str) -> None:
    """Put every guard in place, anew. Raises NotImplementedError on a database that is not supported."""
    connection = connections[using]
    remove(using)
    with connection.cursor() as cursor:
        for trigger in _triggers(connection):
            for statement in trigger.statements:
                cursor.execute(statement)


def remove(using: str) -> None:
    """Take every guard away, those of an older version too."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.prorettype = 'trigger'::regtype"
                " AND p.pronamespace = current_schema()::regnamespace AND p.proname LIKE 'equipment\\_%%'"
            )
            for (function,) in cursor.fetchall():
                cursor.execute(f"DROP FUNCTION {function} CASCADE")
        else:
            for name in _on_sqlite(connection):
                cursor.execute(f"DROP TRIGGER {name}")


def missing(using: str) -> list[str]:
    """Return the names of the triggers that are not in `using`, are switched off, or say something else."""
    connection = connections[using]
    there = _on_postgresql(connection) if connection.vendor == "postgresql" else _on_sqlite(connection)
    return sorted(
        trigger.name for trigger in _triggers(connection) if there.get(trigger.name) != trigger.text
    )


def _on_sqlite(connection: BaseDatabaseWrapper) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master"
            " WHERE type = 'trigger' AND name LIKE 'equipment\\_%' ESCAPE '\\'"
        )
        return dict(cursor.fetchall())


def _on_postgresql(connection: BaseDatabaseWrapper) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.tgname, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')"
        )
        return dict(cursor.fetchall())


def _triggers(connection: BaseDatabaseWrapper) -> Iterator[Trigger]:
    if connection.vendor == "sqlite":
        yield from map(_sqlite_guard, GUARDS)
        for name, table, event, when, written in RESETS:
            yield _sqlite(
                name, f"AFTER {event} ON {table} FOR EACH ROW WHEN {when} BEGIN {'; '.join(written)}; END"
            )
    elif connection.vendor == "postgresql":
        yield from map(_postgresql_guard, GUARDS)
        for table in KEPT_WHOLE:
            name = f"equipment_guard_{table.partition('_')[2]}_is_kept_whole"
            yield _postgresql(name, f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT", _raise("kept-whole"))
        for name, table, event, when, written in RESETS:
            body = f"IF {when} THEN {'; '.join(written)}; END IF; RETURN NULL;"
            yield _postgresql(name, f"AFTER {event} ON {table} FOR EACH ROW", body)
    else:
        raise NotImplementedError(
            f"Equipment guards its tables on SQLite and PostgreSQL, not on {connection.vendor}."
        )


def _sqlite_guard(guard: Guard) -> Trigger:
    refused_if = guard.refused_if.replace(WITHIN_A_DAY, _DAY["sqlite"])
    return _sqlite(
        guard.name,
        f"BEFORE {guard.event} ON {guard.table} FOR EACH ROW"
        f" WHEN {refused_if} BEGIN SELECT RAISE(ABORT, 'equipment:{guard.code}'); END",
    )


def _sqlite(name: str, rest: str) -> Trigger:
    statement = f"CREATE TRIGGER {name} {rest}"
    return Trigger(name, (statement,), statement)


def _postgresql_guard(guard: Guard) -> Trigger:
    lock = f"PERFORM 1 FROM {guard.locks} FOR UPDATE; " if guard.locks else ""
    row = "OLD" if guard.event == "DELETE" else "NEW"
    refused_if = guard.refused_if.replace(WITHIN_A_DAY, _DAY["postgresql"])
    body = f"{lock}IF {refused_if} THEN {_raise(guard.code)} END IF; RETURN {row};"
    return _postgresql(guard.name, f"BEFORE {guard.event} ON {guard.table} FOR EACH ROW", body)


def _postgresql(name: str, when: str, body: str) -> Trigger:
    text = f" BEGIN {body} END "
    return Trigger(
        name,
        (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $guard${text}$guard$",
            f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION {name}()",
        ),
        text,
    )


def _raise(code: str) -> str:
    # The class « integrity constraint violation », which Django knows as IntegrityError.
    return f"RAISE EXCEPTION 'equipment:{code}' USING ERRCODE = 'integrity_constraint_violation';"


def check_guards(*, databases: Sequence[str] | None = None, **_options: Any) -> list[CheckMessage]:
    """Return an error for each database whose guards are not all there."""
    errors: list[CheckMessage] = []
    for using in databases or ():
        if tables_are_there(using) and (names := missing(using)):
            errors.append(
                Error(
                    _("The database no longer guards the machines’ ledger: %(names)s.")
                    % {"names": ", ".join(names)},
                    hint=_("Run “manage.py migrate”: it puts the guards back."),
                    id="equipment.E001",
                )
            )
    return errors
