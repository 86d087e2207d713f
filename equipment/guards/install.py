"""Put the guards in a database, take them away, tell which are missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connections

from .rules import CAME_BACK, GUARDS, KEPT_WHOLE, MACHINE, RESET, RESET_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.backends.base.base import BaseDatabaseWrapper

    from .rules import Guard

TABLES = frozenset({MACHINE, *KEPT_WHOLE})


def tables_are_there(using: str) -> bool:
    """Tell whether the tables that the guards speak of are in the database `using`."""
    return set(connections[using].introspection.table_names()) >= TABLES


def install(using: str) -> None:
    """Put every guard in place, anew. Raises NotImplementedError on a database that is not supported."""
    connection = connections[using]
    remove(using)
    with connection.cursor() as cursor:
        for statement in _statements(connection):
            cursor.execute(statement)


def remove(using: str) -> None:
    """Take every guard away, those that are there."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for name, table in expected(connection).items():
            if table not in tables:
                continue
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def expected(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Return the name of every trigger that must be there, with its table."""
    names = {guard.name: guard.table for guard in GUARDS} | {RESET_NAME: MACHINE}
    if connection.vendor == "postgresql":
        names |= {_whole(table): table for table in KEPT_WHOLE}
    return names


def missing(using: str) -> list[str]:
    """Return the names of the triggers that are not in the database `using`, or are switched off there."""
    connection = connections[using]
    question = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(question)
        there = {row[0] for row in cursor.fetchall()}
    return sorted(set(expected(connection)) - there)


def _statements(connection: BaseDatabaseWrapper) -> Iterator[str]:
    if connection.vendor == "sqlite":
        yield from map(_sqlite_guard, GUARDS)
        yield (
            f"CREATE TRIGGER {RESET_NAME} AFTER UPDATE ON {MACHINE} FOR EACH ROW WHEN {CAME_BACK}"
            f" BEGIN {'; '.join(RESET)}; END"
        )
    elif connection.vendor == "postgresql":
        for guard in GUARDS:
            yield from _postgresql_guard(guard)
        for table in KEPT_WHOLE:
            yield from _postgresql(
                _whole(table), f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT", _raise("kept-whole")
            )
        body = f"IF {CAME_BACK} THEN {'; '.join(RESET)}; END IF; RETURN NULL;"
        yield from _postgresql(RESET_NAME, f"AFTER UPDATE ON {MACHINE} FOR EACH ROW", body)
    else:
        raise NotImplementedError(
            f"Equipment guards its tables on SQLite and PostgreSQL, not on {connection.vendor}."
        )


def _sqlite_guard(guard: Guard) -> str:
    return (
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} FOR EACH ROW"
        f" WHEN {guard.refused_if} BEGIN SELECT RAISE(ABORT, 'equipment:{guard.code}'); END"
    )


def _postgresql_guard(guard: Guard) -> Iterator[str]:
    lock = f"PERFORM 1 FROM {guard.locks} FOR UPDATE; " if guard.locks else ""
    row = "OLD" if guard.event == "DELETE" else "NEW"
    body = f"{lock}IF {guard.refused_if} THEN {_raise(guard.code)} END IF; RETURN {row};"
    yield from _postgresql(guard.name, f"BEFORE {guard.event} ON {guard.table} FOR EACH ROW", body)


def _postgresql(name: str, when: str, body: str) -> Iterator[str]:
    yield (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
        f" AS $guard$ BEGIN {body} END $guard$"
    )
    yield f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION {name}()"


def _raise(code: str) -> str:
    # The class « integrity constraint violation », which Django knows as IntegrityError.
    return f"RAISE EXCEPTION 'equipment:{code}' USING ERRCODE = 'integrity_constraint_violation';"


def _whole(table: str) -> str:
    return f"{table}_is_kept_whole"
