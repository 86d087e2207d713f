"""What the database refuses of registrations, whichever door is tried."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.checks import Error
from django.db import connections
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.checks import CheckMessage
    from django.db.backends.base.base import BaseDatabaseWrapper

PREFIX = "bookings_guard_"
PERSON, DATE = "bookings_registration", "bookings_registereddate"
WHY = "bookings:who-was-present-is-not-cancelled"
_CAME = f"EXISTS (SELECT 1 FROM {DATE} d WHERE d.registration_id = NEW.id AND d.attendance = 'present')"
_IS_CANCELLED = (
    f"EXISTS (SELECT 1 FROM {PERSON} r WHERE r.id = NEW.registration_id AND r.status = 'cancelled')"
)


@dataclass(frozen=True, slots=True)
class Guard:
    """A write of `table` that is refused when `refused_if` is true.

    `locks` is what PostgreSQL locks before it looks, so that two writes that forbid each other never both
    pass. SQLite writes one transaction at a time.
    """

    name: str
    table: str
    event: str
    refused_if: str
    locks: str = ""


# What was so before the guards came stays, and may be corrected: only a write that makes it so is refused.
GUARDS = (
    Guard(
        f"{PREFIX}present_stays",
        PERSON,
        "UPDATE",
        f"NEW.status = 'cancelled' AND OLD.status <> 'cancelled' AND {_CAME}",
    ),
    Guard(
        f"{PREFIX}cancelled_is_absent",
        DATE,
        "UPDATE",
        "NEW.attendance = 'present'"
        " AND (OLD.attendance <> 'present' OR OLD.registration_id <> NEW.registration_id)"
        f" AND {_IS_CANCELLED}",
        locks=f"{PERSON} WHERE id = NEW.registration_id",
    ),
    Guard(
        f"{PREFIX}cancelled_comes_not",
        DATE,
        "INSERT",
        f"NEW.attendance = 'present' AND {_IS_CANCELLED}",
        locks=f"{PERSON} WHERE id = NEW.registration_id",
    ),
)


def install(using: str) -> None:
    """Put every guard in the database `using`, anew."""
    connection = connections[using]
    remove(using)
    with connection.cursor() as cursor:
        for guard in GUARDS:
            for statement in _made(guard, connection)[0]:
                cursor.execute(statement)


def remove(using: str) -> None:
    """Take every guard away, those of an older version too."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for name in _there(connection):
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP FUNCTION {name}() CASCADE")
            else:
                cursor.execute(f"DROP TRIGGER {name}")


def missing(using: str) -> list[str]:
    """Return the names of the guards that are not in `using`, are switched off, or say something else."""
    connection = connections[using]
    there = _there(connection)
    return [guard.name for guard in GUARDS if there.get(guard.name) != _made(guard, connection)[1]]


def tables_are_there(using: str) -> bool:
    """Tell whether the tables that the guards speak of are in the database `using`."""
    return set(connections[using].introspection.table_names()) >= {PERSON, DATE}


def check_guards(*, databases: Sequence[str] | None = None, **_options: Any) -> list[CheckMessage]:
    """Return an error for each database that does not guard its registrations any more."""
    found: list[CheckMessage] = []
    for using in databases or ():
        if tables_are_there(using) and (names := missing(using)):
            found.append(
                Error(
                    _("The database no longer guards who was present: %(names)s.")
                    % {"names": ", ".join(names)},
                    hint=_("Run “manage.py migrate”: it puts the guards back."),
                    id="bookings.E001",
                )
            )
    return found


def _there(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Return the guards that the database has: the name of each, and its text as the database shows it."""
    if connection.vendor == "postgresql":
        query = (
            "SELECT t.tgname, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')"
            " AND p.pronamespace = current_schema()::regnamespace"
        )
    else:
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name: text for name, text in cursor.fetchall() if name.startswith(PREFIX)}


def _made(guard: Guard, connection: BaseDatabaseWrapper) -> tuple[tuple[str, ...], str]:
    """Return the statements that make a guard, and its text as the database shows it back."""
    trigger = f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} FOR EACH ROW"
    if connection.vendor == "sqlite":
        text = f"{trigger} WHEN {guard.refused_if} BEGIN SELECT RAISE(ABORT, '{WHY}'); END"
        return (text,), text
    if connection.vendor != "postgresql":
        raise NotImplementedError(f"Bookings needs SQLite or PostgreSQL, not {connection.vendor}.")
    lock = (
        f"IF NEW.attendance = 'present' THEN PERFORM 1 FROM {guard.locks} FOR SHARE; END IF; "
        if guard.locks
        else ""
    )
    # The class « integrity constraint violation », which Django knows as IntegrityError.
    refusal = f"RAISE EXCEPTION '{WHY}' USING ERRCODE = 'integrity_constraint_violation';"
    text = f" BEGIN {lock}IF {guard.refused_if} THEN {refusal} END IF; RETURN NEW; END "
    function = f"CREATE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $guard${text}$guard$"
    return (function, f"{trigger} EXECUTE FUNCTION {guard.name}()"), text
