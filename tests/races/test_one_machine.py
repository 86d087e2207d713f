"""Fifty people press « La réserver » on one machine: real server processes, real clients, both databases."""

import json

import pytest

from tests.support.servers import LiveSite, on_both_databases

from .crowd import Rush, run

pytestmark = pytest.mark.slow

PEOPLE = 50
WIDE = {"DJANGO_SETTINGS_MODULE": "tests.races.wide_limits"}

PREPARE = """
from tests.equipment.factories import make_workshop, ready_machine
print(ready_machine(make_workshop()).tag)
"""

COUNT = """
import json
from equipment.models import LedgerEntry, Machine, Need
print(json.dumps({
    "needs": list(Need.objects.values_list("state", flat=True)),
    "custody": Machine.objects.get().custody,
    "reserved": LedgerEntry.objects.filter(code="reserve").count(),
}))
"""


def press_at_once(site: LiveSite, presses: int = 1, people: int = PEOPLE) -> tuple[dict, dict]:
    tag = site.python(PREPARE).splitlines()[-1]
    fields = {"contact_name": "Une personne", "situation": "person", "usage": ""}
    url = f"{site.url}/s-equiper/machine/{tag}/"
    answers = run(Rush(url, people, processes=2, presses=presses, fields=fields))
    return answers, json.loads(site.python(COUNT).splitlines()[-1])


@on_both_databases
def test_one_person_gets_the_machine_and_the_others_are_told(server_database, live_site) -> None:
    answers, seen = press_at_once(live_site(server_database, extra_env=WIDE))

    assert answers == {302: 1, 409: PEOPLE - 1}
    assert seen == {"needs": ["allocated"], "custody": "reserved", "reserved": 1}


@on_both_databases
def test_who_presses_twice_at_once_has_one_request(server_database, live_site) -> None:
    answers, seen = press_at_once(live_site(server_database, extra_env=WIDE), presses=3, people=2)

    assert answers == {302: 3, 409: 3}
    assert seen == {"needs": ["allocated"], "custody": "reserved", "reserved": 1}
