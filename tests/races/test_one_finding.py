"""Eight people withdraw one failure at once, on both databases: it is withdrawn once."""

import json

import pytest

from tests.support.processes import run_python
from tests.support.servers import on_both_databases

pytestmark = pytest.mark.slow


@on_both_databases
def test_a_failure_is_withdrawn_by_one_person_alone(server_database):
    told = run_python(server_database, "from tests.races.one_finding import withdraw_at_once as go; go(8)")
    assert json.loads(told.splitlines()[-1]) == {"done": 1, "WrongState": 7, "written": 1}
