"""Two volunteers press « suivant » at the same moment, a phone sends its sheet twice: real processes."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from tests.support.servers import LiveSite, on_both_databases

pytestmark = pytest.mark.slow

TABLES, OBJECTS = 8, 12

PREPARE = """
from tests.races.repair_date import prepare
prepare(objects={objects}, fixers={fixers})
"""
LOOK = "from tests.races.repair_date import look; look()"


@dataclass(frozen=True)
class Cafe:
    """A repair café of today, and what a signed-in phone of its team needs."""

    site: LiveSite
    public_id: str
    cookie: str
    csrf: str
    fixers: list[int]

    def post(self, path: str, body: str, content_type: str) -> int:
        """Send `body` as the phone does; return the status of the answer."""
        parts = urlsplit(self.site.url)
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
        headers = {
            "Content-Type": content_type,
            "Cookie": f"sessionid={self.cookie}; csrftoken={self.csrf}",
            "X-CSRFToken": self.csrf,
        }
        connection.request("POST", f"/admin/repair/day/{self.public_id}/{path}", body, headers)
        status = connection.getresponse().status
        connection.close()
        return status

    def call(self, **chosen: Any) -> int:
        """Press « suivant »."""
        fields = urlencode({"action": "call", **chosen})
        return self.post("queue/", fields, "application/x-www-form-urlencoded")

    def tap(self, **fields: Any) -> int:
        """Send one thing that the phone had kept."""
        return self.post("intake/taps/", json.dumps({"taps": [fields]}), "application/json")

    def look(self) -> dict[str, Any]:
        """Return what the database holds."""
        return json.loads(self.site.python(LOOK).splitlines()[-1])


def open_cafe(site: LiveSite, *, objects: int = 0, fixers: int = 0) -> Cafe:
    made = json.loads(site.python(PREPARE.format(objects=objects, fixers=fixers)).splitlines()[-1])
    return Cafe(site, **made)


def at_once(*presses: Callable[[], int]) -> list[int]:
    """Let every press happen at the same moment; return the statuses."""
    barrier, answers = threading.Barrier(len(presses)), []

    def press(act: Callable[[], int]) -> None:
        barrier.wait(30)
        answers.append(act())

    threads = [threading.Thread(target=press, args=(act,)) for act in presses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


@on_both_databases
def test_volunteers_who_press_next_at_once_never_get_the_same_object(server_database, live_site) -> None:
    cafe = open_cafe(live_site(server_database), objects=OBJECTS, fixers=TABLES)

    answers = at_once(*(lambda key=key: cafe.call(fixer=key) for key in cafe.fixers))

    assert answers == [302] * TABLES
    called = {int(number): who for number, who in cafe.look()["called"].items()}
    assert sorted(called) == list(range(1, TABLES + 1))
    assert sorted(called.values()) == [[key] for key in sorted(cafe.fixers)]


@on_both_databases
def test_a_volunteer_who_presses_many_times_gets_one_object(server_database, live_site) -> None:
    cafe = open_cafe(live_site(server_database), objects=OBJECTS, fixers=1)

    at_once(*(lambda: cafe.call(fixer=cafe.fixers[0]) for _press in range(TABLES)))

    assert list(cafe.look()["called"]) == ["1"]


@on_both_databases
def test_sheets_sent_at_once_and_twice_get_one_number_each(server_database, live_site) -> None:
    cafe = open_cafe(live_site(server_database))
    keys = [f"{number:032x}" for number in range(1, 11)] * 2

    answers = at_once(*(lambda key=key: cafe.tap(action="take_in", item="Lampe", nonce=key) for key in keys))

    assert answers == [200] * 20
    assert cafe.look()["numbers"] == list(range(1, 11))
