"""Two at the queue of a repair café who have both read it before one writes: the lock is what holds."""

from __future__ import annotations

import pytest

from tests.support.servers import on_both_databases

from .test_repair_queue import at_once, open_cafe

pytestmark = pytest.mark.slow

GUARDED, UNGUARDED = "tests.races.queue_that_meets", "tests.races.queue_without_locks"


def two_calls(site):
    """Let two volunteers press « suivant » at once; return by number who called it, and who they are."""
    cafe = open_cafe(site, objects=5, fixers=2)
    answers = at_once(*(lambda key=key: cafe.call(fixer=key) for key in cafe.fixers))
    assert answers == [302, 302]
    return cafe.look()["called"], sorted(cafe.fixers)


def two_objects(site):
    """Let two desks take an object in at once; return the numbers that were given."""
    cafe = open_cafe(site)
    keys = [f"{number:032x}" for number in (1, 2)]
    answers = at_once(*(lambda key=key: cafe.tap(action="take_in", item="Lampe", nonce=key) for key in keys))
    assert answers == [200, 200]
    return cafe.look()["numbers"]


@on_both_databases
def test_two_who_press_next_together_call_two_objects(server_database, live_site) -> None:
    called, fixers = two_calls(live_site(server_database, application=GUARDED))
    assert sorted(called) == ["1", "2"]
    assert sorted(called.values()) == [[key] for key in fixers]


@on_both_databases
def test_without_the_lock_they_call_the_same_one(server_database, live_site) -> None:
    called, fixers = two_calls(live_site(server_database, application=UNGUARDED))
    assert {number: sorted(who) for number, who in called.items()} == {"1": fixers}


@on_both_databases
def test_two_objects_taken_in_together_get_two_numbers(server_database, live_site) -> None:
    assert two_objects(live_site(server_database, application=GUARDED)) == [1, 2]


@on_both_databases
def test_without_the_lock_they_get_the_same_number(server_database, live_site) -> None:
    assert two_objects(live_site(server_database, application=UNGUARDED)) == [1, 1]
