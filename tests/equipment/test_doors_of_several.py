"""The table of transitions at the doors of several machines: the list's gesture, and its « annuler »."""

from __future__ import annotations

import pytest
from django.urls import reverse

from equipment.machine_list.bulk_actions import MOST_NAMED, TOGETHER
from equipment.models import LedgerEntry
from equipment.services.bulk_operation import apply_to_many
from equipment.transitions import TRANSITIONS
from tests.equipment.doors import (
    DONE,
    FOREIGN,
    LEADERS,
    ROLES,
    WITHOUT_ROLE,
    WORKERS,
    Watched,
    state_of,
    taken_back,
    target,
    typed_by,
)

pytestmark = pytest.mark.django_db

NOT_FROM_HERE = "est pas possible : la machine en est à"


def select(browser, machines, code, **more):
    address = reverse("wagtail_bulk_action", args=["equipment", "machine", "move_on"])
    keys = "&".join(f"id={machine.pk}" for machine in machines.values())
    return browser.post(f"{address}?{keys}&next=/admin/", {"code": code, **more})


def test_what_asks_nothing_is_offered_for_several_and_nothing_else():
    wanted = {"diagnose", "wipe", "refurbish", "test", "make_ready", "release", "dismantle"}
    assert {code for code, _label in TOGETHER} == wanted


def test_a_gesture_on_the_machines_of_every_state_moves_those_that_it_may(machines, browsers):
    for code, _label in TOGETHER:
        with taken_back():
            select(browsers["member"], machines, code)
            said = messages_to(browsers["member"])
            told = {state: state_of(machine) for state, machine in machines.items()}
            entries = list(LedgerEntry.objects.filter(code=code))
        row = TRANSITIONS[code]
        moving = {state: target(machines[state], row) for state in machines if row.starts_from(*state)}
        assert told == {state: moving.get(state, state) for state in machines}, code
        assert {entry.machine_id for entry in entries} == {machines[state].pk for state in moving}, code
        assert len(entries) == len(moving), code
        assert len({entry.series for entry in entries}) == 1, code
        assert_told(said, refused=len(machines) - len(moving))


def assert_told(said, *, refused):
    """Check that each machine that stays is named with the reason, or counted beyond what a screen holds."""
    named = [text for text in said if NOT_FROM_HERE in text]
    assert len(named) == MOST_NAMED
    assert f"{refused - MOST_NAMED} autres ont été refusées aussi." in said


def messages_to(browser):
    """What the next screen says at its head."""
    page = browser.get(reverse("equipment_machines:index"))
    return [str(message).replace("\xa0", " ") for message in page.context["messages"]]


def test_what_asks_something_is_done_to_several_by_nobody(workshop, machines, browsers):
    watched, typed = Watched(), typed_by(workshop)
    before = watched.left()
    offered = {code for code, _label in TOGETHER}
    forced = [code for code in (*TRANSITIONS, "undo", "data", "opening") if code not in offered]
    answers = [select(browsers["superuser"], machines, code, **typed).status_code for code in forced]
    assert answers == [200] * len(forced)
    assert watched.left() == before


def test_a_gesture_on_several_is_for_who_works_here(machines, browsers):
    watched, told = Watched(), {}
    for role in ROLES:
        with taken_back():
            select(browsers[role], machines, "diagnose")
            told[role] = watched.left().come.get("equipment_ledgerentry", 0)
    assert told == {role: int(role in (*WORKERS, *LEADERS)) for role in ROLES}


@pytest.fixture
def series(machines):
    """Machines that were diagnosed together."""
    return apply_to_many(list(machines.values()), "diagnose", by=None)


def test_a_series_is_taken_back_by_who_works_here(browsers, series):
    address = reverse("equipment_admin:undo_series", args=[series.key])
    watched, told, answers = Watched(), {}, {}
    for role in ROLES:
        with taken_back():
            answers[role] = browsers[role].post(address).status_code
            told[role] = watched.left().come.get("equipment_ledgerentry", 0)
    assert told == {role: int(role in (*WORKERS, *LEADERS)) for role in ROLES}
    assert [answers[role] for role in FOREIGN] == [404] * len(FOREIGN)
    assert all(answers[role] in {DONE, 403} for role in WITHOUT_ROLE)


def test_a_series_shows_nothing_to_who_does_not_work_here(browsers, series):
    address = reverse("equipment_admin:undo_series", args=[series.key])
    tag = series.done[0].machine.spoken_tag
    reading = {role for role in ROLES if tag in browsers[role].get(address).content.decode()}
    assert reading == {*WORKERS, *LEADERS}
