"""A disk that nothing proves, at every door of the site: it goes no further, and the person reads why."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from equipment.models import NeedState
from equipment.services.components import parts_in
from equipment.states import EXITS, Custody, Step
from equipment.transitions import TRANSITIONS, Condition
from tests.equipment.doors import Watched, clients, in_every_state, taken_back, typed_by, words_of
from tests.equipment.factories import machine_in, make_need

pytestmark = pytest.mark.django_db

READY = (Step.READY, Custody.OURS)
WHY = "Rien ne prouve que ce disque est effacé"
GUARDED = {code: row for code, row in TRANSITIONS.items() if Condition.DISKS_PROVED in row.conditions}


@pytest.fixture
def machines(workshop):
    return in_every_state(workshop, is_proved=False)


@pytest.fixture
def browser(workshop):
    return clients(workshop)["superuser"]


def press(browser, machine, code, typed=None):
    return browser.post(reverse("equipment_workshop:move", args=[machine.tag, code]), typed or {})


def test_every_way_out_asks_for_the_proof():
    assert {code for code, row in TRANSITIONS.items() if row.to_custody in EXITS} <= set(GUARDED)


def test_the_card_refuses_it_from_every_state(workshop, machines, browser):
    typed, told = typed_by(workshop), {}
    watched = Watched()
    for state, machine in machines.items():
        for code in (code for code, row in GUARDED.items() if row.starts_from(*state)):
            with taken_back():
                answer = press(browser, machine, code, typed)
                left = watched.left()
            told[code, state] = answer.status_code, left.is_nothing, WHY in words_of(answer)
    assert set(told.values()) == {(409, True, True)}
    assert {code for code, _state in told} == set(GUARDED)


def test_the_list_refuses_it_too(machines, browser):
    address = reverse("wagtail_bulk_action", args=["equipment", "machine", "move_on"])
    keys = "&".join(f"id={machine.pk}" for machine in machines.values())
    watched = Watched()
    for code in ("wipe", "refurbish", "test", "make_ready"):
        browser.post(f"{address}?{keys}&next=/admin/", {"code": code})
    assert watched.left().is_nothing


def test_nobody_keeps_it_for_somebody(workshop, machines, browser):
    need, machine = make_need(workshop), machines[READY]
    watched = Watched()
    person = {"contact_name": "Rosalie", "email": "rosalie@exemple.example", "situation": "person"}
    desk = {**person, "wanted": "laptop", "decision": "keep", "kept_machine": machine.pk}
    answers = [
        browser.post(reverse("equipment_needs:edit", args=[need.pk]), desk),
        Client().post(reverse("equipment_public:machine", args=[machine.tag]), person),
        Client().get(f"/api/v1/stock/{machine.tag}"),
    ]
    assert [answer.status_code for answer in answers] == [200, 409, 404]
    assert watched.left().is_nothing
    need.refresh_from_db()
    assert need.state == NeedState.WAITING


def test_taking_the_disk_out_is_not_enough(workshop, machines, browser):
    machine = machines[READY]
    browser.post(reverse("equipment_workshop:take_out", args=[machine.tag, parts_in(machine).get().pk]))
    answer = press(browser, machine, "give", typed_by(workshop))
    assert answer.status_code == 409
    assert "On ne connaît aucun disque dans cette machine." in words_of(answer)
    browser.post(reverse("equipment_workshop:no_disk", args=[machine.tag]))
    assert press(browser, machine, "give", typed_by(workshop)).status_code == 302


def test_a_disk_put_in_what_is_kept_for_somebody_holds_it_back(workshop, browser):
    machine = machine_in(workshop, Step.READY, Custody.RESERVED)
    other = machine_in(workshop, *READY, is_proved=False)
    part = parts_in(other).get()
    browser.post(reverse("equipment_workshop:take_out", args=[other.tag, part.pk]))
    browser.post(reverse("equipment_workshop:join", args=[machine.tag]), {"part": part.pk})
    assert part in parts_in(machine)
    assert press(browser, machine, "give", typed_by(workshop)).status_code == 409
