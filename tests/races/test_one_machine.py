"""Two people hand over the same machine, fifty reserve it: it has one owner, and one row says so."""

from __future__ import annotations

import json

import pytest

from tests.support.processes import run_python
from tests.support.servers import on_both_databases

from .machine_rush import Grab, run

pytestmark = pytest.mark.slow


def seen(database_url: str, code: str) -> dict:
    """Run code of `one_machine` on that database and return what it printed."""
    return json.loads(
        run_python(database_url, f"from tests.races.one_machine import *; {code}").splitlines()[-1]
    )


@on_both_databases
def test_fifty_people_who_reserve_one_machine_make_one_owner(server_database):
    made = seen(server_database, "prepare(50)")

    answers = run(Grab(server_database, made["machine"], "reserve", tuple(made["needs"])))

    assert answers == {"done": 1, "WrongState": 49}
    assert seen(server_database, "look()") == {
        "custody": "reserved",
        "codes": ["receive", "reserve"],
        "owners": 1,
        "sheets": 0,
    }


@on_both_databases
def test_two_people_who_hand_over_the_same_machine_make_one_sheet(server_database):
    made = seen(server_database, "prepare(2)")

    answers = run(Grab(server_database, made["machine"], "give", tuple(made["needs"])))

    assert answers == {"done": 1, "WrongState": 1}
    assert seen(server_database, "look()") == {
        "custody": "given",
        "codes": ["receive", "give"],
        "owners": 1,
        "sheets": 1,
    }
