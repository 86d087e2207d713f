"""A machine is given while an inventory that may leave out a disk comes in, and somebody signs."""

import json

import pytest

from tests.support.processes import run_python
from tests.support.servers import on_both_databases

pytestmark = pytest.mark.slow


@on_both_databases
def test_no_machine_leaves_in_doubt_whoever_comes_first(server_database) -> None:
    told = json.loads(
        run_python(server_database, "from tests.races.doubt_rush import report; report()").splitlines()[-1]
    )
    assert told["wrong"] == []
    # A race in which nothing was read would prove nothing.
    assert told["read"] > len(told["seen"])
