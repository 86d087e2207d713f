"""Every kind of public page in each of its states, as the first visitor of a cold process reads it.

A new kind of page or state that adds itself to `tests.browser.states` is held here too.
"""

import pytest

from tests.browser.states import MAKERS
from tests.demo.runs import demo_for_a_module

from .site import forget_the_settings, visit

MOST_QUERIES = 20
NOT_THERE = {
    **dict.fromkeys(("not found", "registration, bad link", "invitation, no longer valid"), 404),
    "machine, no longer available": 410,
}


@pytest.fixture(scope="module")
def visits(django_db_setup, django_db_blocker, media_folder):
    with demo_for_a_module(django_db_blocker, debug=False, force=True, no_progress=True):
        yield {name: visit(make()) for name, make in MAKERS.items()}


pytestmark = pytest.mark.django_db


def test_every_state_answers(visits):
    answers = {name: one.response.status_code for name, one in visits.items()}
    assert answers == {name: NOT_THERE.get(name, 200) for name in visits}


def test_reading_any_state_writes_nothing(visits):
    assert {name: one.writes for name, one in visits.items() if one.writes} == {}


def test_reading_any_state_writes_nothing_before_anybody_has_filled_in_the_settings(visits):
    forget_the_settings()
    again = {name: visit(one.path) for name, one in visits.items()}
    assert {name: one.writes for name, one in again.items() if one.writes} == {}


def test_any_state_needs_twenty_queries_at_most(visits):
    costs = {name: len(one.statements) for name, one in visits.items()}
    assert {name: cost for name, cost in costs.items() if cost > MOST_QUERIES} == {}
