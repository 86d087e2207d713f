"""The database keeps its word: whichever statement is typed, after every migration, and it says so."""

from __future__ import annotations

import json

import pytest
from django.core.checks import Tags, run_checks
from django.db import connection

from equipment.guards.install import install, missing
from tests.support.processes import run_python
from tests.support.servers import on_both_databases

CHECKED = {"tags": [Tags.database], "databases": ["default"]}


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


@pytest.mark.django_db
def test_the_guards_are_there():
    assert missing("default") == []
    assert run_checks(**CHECKED) == []


@pytest.mark.django_db
def test_a_guard_that_is_gone_is_named_by_the_system_check():
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER equipment_guard_disk_is_proved")
    (error,) = run_checks(**CHECKED)
    assert error.id == "equipment.E001"
    assert "equipment_guard_disk_is_proved" in error.msg


@pytest.mark.django_db
def test_a_guard_that_says_something_else_is_named_too():
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER equipment_guard_disk_is_proved")
        cursor.execute(
            "CREATE TRIGGER equipment_guard_disk_is_proved BEFORE UPDATE ON equipment_machine"
            " WHEN FALSE BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
    assert missing("default") == ["equipment_guard_disk_is_proved"]


@pytest.mark.django_db
def test_put_back_they_are_what_they_were_and_an_old_one_goes():
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TRIGGER equipment_guard_of_last_year BEFORE UPDATE ON equipment_machine"
            " BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
        install("default")
        cursor.execute("SELECT name FROM sqlite_master WHERE name = 'equipment_guard_of_last_year'")
        assert cursor.fetchone() is None
    assert missing("default") == []
