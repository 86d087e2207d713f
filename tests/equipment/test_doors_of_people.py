"""The table of transitions at the other doors: « annuler », the desk, the public pages, the API."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from equipment.messages.sending import own_path
from equipment.models import Machine, Need, NeedState
from equipment.services import apply
from equipment.services.needs import ask
from equipment.states import Custody, Step
from equipment.transitions import TRANSITIONS
from tests.equipment.doors import (
    FOREIGN,
    LEADERS,
    ROLES,
    STATES,
    WITHOUT_ROLE,
    Watched,
    state_of,
    taken_back,
    words_of,
)
from tests.equipment.factories import given_for, make_need, ready_machine

pytestmark = pytest.mark.django_db

AVAILABLE = (Step.READY, Custody.OURS)
RESERVED = (Step.READY, Custody.RESERVED)
ROSALIE = {"contact_name": "Rosalie Patarin", "email": "rosalie@exemple.example", "phone": ""}
# A change that « annuler » takes back never; one that takes who answers for the workshop.
FINAL = {"take_back", "release"}
EXITS = {"lend", "give", "sell", "recycle", "send_back"}


def test_a_change_is_taken_back_by_its_role_alone(workshop, machines, browsers):
    told, wanted = {}, {}
    for code, row in TRANSITIONS.items():
        machine = machines[next(state for state in STATES if row.starts_from(*state))]
        with taken_back():
            apply(machine, code, by=None, **given_for(row, workshop))
            for role, browser in browsers.items():
                told[code, role] = press_undo(browser, machine)
                wanted[code, role] = expected(code, role)
    assert told == wanted


def press_undo(browser, machine):
    """What is answered to « annuler », and how many rows of the ledger it left; nothing of it stays."""
    watched = Watched()
    with taken_back():
        sent = {"entry": "2"}
        answer = browser.post(reverse("equipment_workshop:undo", args=[machine.tag]), sent)
        left = watched.left()
        rows = left.come.get("equipment_ledgerentry", 0)
        assert left.is_nothing or rows == 1, left
        where = machine.step, machine.custody
        assert state_of(machine) == where or not rows
    return answer.status_code, rows


def expected(code, role):
    if role in WITHOUT_ROLE:
        return 403, 0
    if role in FOREIGN:
        return 404, 0
    if role == "anonymous" or code in FINAL:
        return 302, 0
    return 302, int(role in LEADERS or code not in EXITS)


def test_an_entry_that_is_not_the_last_one_is_not_taken_back(workshop, machines, browsers):
    machine = machines[Step.ARRIVED, Custody.OURS]
    for code in ("diagnose", "wipe"):
        apply(machine, code, by=None)
    watched, address = Watched(), reverse("equipment_workshop:undo", args=[machine.tag])
    answers = {
        sent: browsers["superuser"].post(address, {"entry": sent}) for sent in ("1", "2", "9", "x", "")
    }
    assert {sent: answer.status_code for sent, answer in answers.items()} == {
        **dict.fromkeys("12", 302),
        **dict.fromkeys(("9", "x", ""), 404),
    }
    said = [str(one) for sent in "12" for one in get_messages(answers[sent].wsgi_request)]
    assert said
    assert all(one.startswith("La machine a avancé depuis") for one in said)
    assert watched.left().is_nothing


def test_the_desk_keeps_for_a_request_what_can_be_had_and_nothing_else(workshop, machines, browsers):
    need = make_need(workshop)
    watched, told = Watched(), {}
    for state, machine in machines.items():
        with taken_back():
            answer = decide(browsers["member"], need, "keep", kept_machine=machine.pk)
            told[state] = answer.status_code, state_of(machine)
            left = watched.left()
        if state != AVAILABLE:
            assert left.is_nothing, (state, left)
            assert "kept_machine" in answer.context["form"].errors, state
    assert told == {state: (200, state) for state in STATES} | {AVAILABLE: (302, RESERVED)}


def decide(browser, need, decision, **more):
    same = ("wanted", "situation", "commune", "usage", "contact_name", "phone", "email")
    sent = {name: getattr(need, name) for name in same} | {"decision": decision, **more}
    return browser.post(reverse("equipment_needs:edit", args=[need.pk]), sent)


@pytest.mark.parametrize("decision", ["release", "decline"])
def test_the_desk_releases_a_machine_for_who_works_here(workshop, browsers, decision):
    need = ask(workshop, machine=ready_machine(workshop), **ROSALIE)
    watched, told = Watched(), {}
    for role, browser in browsers.items():
        with taken_back():
            decide(browser, need, decision)
            left = watched.left()
            told[role] = left.come.get("equipment_ledgerentry", 0)
            assert left.is_nothing or told[role] == 1, (role, left)
    assert told == {role: int(role in ("member", *LEADERS)) for role in ROLES}


def test_the_public_page_keeps_what_can_be_had_and_nothing_else(machines):
    watched, told = Watched(), {}
    sent = {**ROSALIE, "situation": "person", "form_key": "une-clef"}
    for state, machine in machines.items():
        with taken_back():
            answer = Client().post(reverse("equipment_public:machine", args=[machine.tag]), sent)
            told[state] = answer.status_code, state_of(machine)
            left = watched.left()
        if state != AVAILABLE:
            assert left.is_nothing, (state, left)
            assert "Rien n’est réservé à votre nom" in words_of(answer), state
    assert told == {state: (409, state) for state in STATES} | {AVAILABLE: (302, RESERVED)}


def test_the_public_page_says_at_once_what_cannot_be_had(machines):
    watched = Watched()
    address = {state: reverse("equipment_public:machine", args=[one.tag]) for state, one in machines.items()}
    told = {state: Client().get(where).status_code for state, where in address.items()}
    assert told == dict.fromkeys(STATES, 410) | {AVAILABLE: 200}
    assert watched.left().is_nothing


def test_the_persons_own_page_gives_back_only_the_machine_that_is_kept_for_them(workshop, machines):
    need = ask(workshop, machine=machines[AVAILABLE], **ROSALIE)
    others = {state: state_of(machine) for state, machine in machines.items() if state != AVAILABLE}
    answers = [Client().post(own_path(need)).status_code for _press in range(2)]
    assert answers == [302, 409]
    assert state_of(machines[AVAILABLE]) == AVAILABLE
    assert {state: state_of(machines[state]) for state in others} == others
    assert Need.objects.get(pk=need.pk).state == NeedState.WITHDRAWN


def test_a_request_that_was_served_takes_nothing_back(workshop, machines):
    machine = machines[AVAILABLE]
    need = ask(workshop, machine=machine, **ROSALIE)
    apply(machine, "give", by=None, need=need, situation="person")
    watched = Watched()
    assert Client().post(own_path(need)).status_code == 409
    assert watched.left().is_nothing


def test_the_api_reads_what_can_be_had_and_writes_nothing(machines, browsers):
    watched = Watched()
    client = Client()
    told = {state: client.get(f"/api/v1/stock/{one.tag}").status_code for state, one in machines.items()}
    assert told == dict.fromkeys(STATES, 404) | {AVAILABLE: 200}
    listed = [item["tag"] for item in client.get("/api/v1/stock").json()["items"]]
    assert listed == list(Machine.objects.filter(pk=machines[AVAILABLE].pk).values_list("tag", flat=True))
    for role in ("anonymous", "superuser"):
        for path in ("/api/v1/stock", f"/api/v1/stock/{machines[AVAILABLE].tag}"):
            for method in ("post", "put", "patch", "delete"):
                assert getattr(browsers[role], method)(path, {}).status_code == 405, (role, method, path)
    assert watched.left().is_nothing


def test_following_a_link_moves_no_machine(workshop, browsers):
    machine, browser = ready_machine(workshop), browsers["superuser"]
    watched = Watched()
    doors = [reverse("equipment_workshop:move", args=[machine.tag, code]) for code in TRANSITIONS]
    doors.append(reverse("equipment_workshop:undo", args=[machine.tag]) + "?entry=1")
    for method in ("get", "head", "put", "patch", "delete"):
        answers = {getattr(browser, method)(door).status_code for door in doors}
        assert answers <= {200, 405}, method
    assert watched.left().is_nothing
