"""The database keeps its word: whichever statement is typed, after every migration, and it says so."""

from __future__ import annotations

import json

import pytest
from django.core.checks import Tags, run_checks
from django.db import connection

from equipment.db_triggers.install import install, missing
from tests.support.processes import run_python
from tests.support.servers import on_both_databases

GUARD = "equipment_guard_disk_is_proved"
CHECKED = {"tags": [Tags.database], "databases": ["default"]}


def drop(name: str) -> None:
    """Take one trigger of the machines away."""
    table = " ON equipment_machine" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{table}")


def put_a_guard_that_refuses_nothing(name: str) -> None:
    """Add a trigger of that name to the machines."""
    when = f"CREATE TRIGGER {name} BEFORE UPDATE ON equipment_machine FOR EACH ROW"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
                " AS 'BEGIN RETURN NEW; END'"
            )
            cursor.execute(f"{when} EXECUTE FUNCTION {name}()")
        else:
            cursor.execute(f"{when} WHEN FALSE BEGIN SELECT RAISE(ABORT, 'no'); END")


def triggers() -> set[str]:
    """Return the names of the triggers that the database has."""
    of_postgresql = "SELECT tgname FROM pg_trigger"
    of_sqlite = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(of_postgresql if connection.vendor == "postgresql" else of_sqlite)
        return {name for (name,) in cursor.fetchall()}


def told(database_url: str, code: str):
    return json.loads(run_python(database_url, code).splitlines()[-1])


@on_both_databases
def test_every_statement_typed_by_hand_is_refused_by_its_rule(server_database):
    assert told(server_database, "from tests.equipment.attacks import report; report()") == {}


@on_both_databases
def test_a_migration_that_makes_a_table_again_leaves_every_guard_in_place(server_database):
    code = "from tests.equipment.migrating import alter_tables; alter_tables()"
    seen = told(server_database, code)
    assert seen["altered"] == ["equipment_machine", "equipment_ledgerentry", "equipment_component"]
    assert seen["missing"] == []
    assert seen["refused"] == "ledger-never-changes"


@on_both_databases
def test_a_database_made_before_is_read_again_by_the_migration(server_database):
    seen = told(server_database, "from tests.equipment.migrating import upgrade; upgrade()")
    assert seen == {
        "doubtful": True,
        "gaps": ["unnoted"],
        "available": False,
        "written": False,
        "missing": [],
    }


@pytest.mark.django_db
def test_the_guards_are_there():
    assert missing("default") == []
    assert run_checks(**CHECKED) == []


@pytest.mark.django_db
def test_a_guard_that_is_gone_is_named_by_the_system_check():
    drop(GUARD)
    (error,) = run_checks(**CHECKED)
    assert error.id == "equipment.E001"
    assert GUARD in error.msg


@pytest.mark.django_db
def test_a_guard_that_says_something_else_is_named_too():
    drop(GUARD)
    put_a_guard_that_refuses_nothing(GUARD)
    assert missing("default") == [GUARD]


@pytest.mark.django_db
def test_put_back_they_are_what_they_were_and_an_old_one_goes():
    put_a_guard_that_refuses_nothing("equipment_guard_of_last_year")
    install("default")
    assert "equipment_guard_of_last_year" not in triggers()
    assert GUARD in triggers()
    assert missing("default") == []
