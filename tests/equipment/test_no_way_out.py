"""Whatever is tried, in whatever order, through whichever door: no disk leaves that nothing proves."""

from __future__ import annotations

import json

import pytest

from tests.support.processes import run_python
from tests.support.servers import on_both_databases

pytestmark = pytest.mark.slow

STEPS = 250


@on_both_databases
@pytest.mark.parametrize("seed", [20261122, 7])
def test_a_walk_at_random_finds_no_way_out_with_an_unproved_disk(server_database, seed):
    code = f"from tests.equipment.walk import report; report({seed}, {STEPS})"
    told = json.loads(run_python(server_database, code).splitlines()[-1])
    assert told["wrong"] == []
    # A walk that goes nowhere would prove nothing.
    assert told["exits"] >= 5
    assert told["returns"] >= 2
    assert told["sent_back"] >= 1
