"""Gestures on several machines of the list: those ticked, or all that the list shows."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from equipment.machine_list import bulk_actions
from equipment.models import Shelf
from equipment.states import Kind, Step
from tests.equipment.factories import make_machine, make_member, make_workshop, ready_machine
from tests.places.factories import make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(workshop):
    return Shelf.objects.create(organization=workshop, place=make_place(workshop), name="B2")


def bulk(action, *machines):
    keys = "&".join(f"id={machine.pk}" for machine in machines)
    return f"{reverse('wagtail_bulk_action', args=['equipment', 'machine', action])}?{keys}&next=/admin/"


def test_several_machines_move_on_under_one_mark(member_client, workshop):
    machines = [make_machine(workshop), make_machine(workshop)]
    member_client.post(bulk("move_on", *machines), {"code": "diagnose"})
    entries = [machine.entries.get(code="diagnose") for machine in machines]
    assert entries[0].series == entries[1].series is not None


def test_a_machine_that_cannot_move_holds_back_no_other(member_client, workshop):
    ready, arrived = ready_machine(workshop), make_machine(workshop)
    member_client.post(bulk("move_on", ready, arrived), {"code": "diagnose"})
    arrived.refresh_from_db()
    assert arrived.step == Step.DIAGNOSED


def test_the_machines_of_others_are_not_named_by_a_gesture_on_several(member_client):
    foreign = make_machine(make_workshop("Ailleurs"))
    response = member_client.get(bulk("move_on", foreign))
    assert foreign.spoken_tag not in response.content.decode()


def all_of_the_list(action, query=""):
    address = reverse("wagtail_bulk_action", args=["equipment", "machine", action])
    return f"{address}?{query}&id=all&next=/admin/"


def offered(page):
    return {one["item"] for one in page.context["items"]}


@pytest.mark.parametrize(
    "query", ["kind=tablet", "kind=tablet&ordering=-step_since&p=1", "q=Galaxy", "kind=tablet&q=galaxy"]
)
def test_select_all_takes_what_the_filters_and_the_search_show(member_client, workshop, query):
    tablets = {make_machine(workshop, kind=Kind.TABLET, model="Galaxy Tab") for _number in range(2)}
    make_machine(workshop, kind=Kind.LAPTOP)
    assert offered(member_client.get(all_of_the_list("move_on", query))) == tablets


def test_select_all_says_how_many_before_anything_is_done(member_client, workshop):
    for _number in range(3):
        make_machine(workshop)
    assert "3 machines" in member_client.get(all_of_the_list("move_on")).content.decode()


def test_select_all_takes_nothing_behind_a_filter_that_means_nothing(member_client, workshop):
    machine = make_machine(workshop)
    address = all_of_the_list("move_on", "kind=spaceship")
    page = member_client.post(address, {"code": "diagnose"}, follow=True)
    assert "Aucune machine n’est choisie" in page.content.decode()
    assert not machine.entries.filter(code="diagnose").exists()


def test_select_all_leaves_the_machines_of_others_alone(member_client, workshop):
    make_machine(make_workshop("Ailleurs"), kind=Kind.TABLET)
    mine = make_machine(workshop, kind=Kind.TABLET)
    assert offered(member_client.get(all_of_the_list("move_on", "kind=tablet"))) == {mine}


def test_what_came_to_the_list_since_it_was_shown_is_not_moved(member_client, workshop):
    shown = make_machine(workshop)
    page = member_client.get(all_of_the_list("move_on", "step=arrived"))
    newcomer = make_machine(workshop)
    sent = {"code": "diagnose", "shown": page.context["shown"]}
    member_client.post(all_of_the_list("move_on", "step=arrived"), sent)
    for machine in (shown, newcomer):
        machine.refresh_from_db()
    assert (shown.step, newcomer.step) == (Step.DIAGNOSED, Step.ARRIVED)


def test_more_than_one_request_can_do_is_refused_with_the_way_out(member_client, workshop, monkeypatch):
    monkeypatch.setattr(bulk_actions, "MOST_AT_ONCE", 1)
    machines = [make_machine(workshop), make_machine(workshop)]
    page = member_client.post(all_of_the_list("move_on"), {"code": "diagnose"}, follow=True)
    assert "1 machines à la fois" in page.content.decode()
    assert not machines[0].entries.filter(code="diagnose").exists()


def undo_address(page):
    return re.search(r"/admin/equipment/shelf/[0-9a-f-]+/undo/", page.content.decode()).group()


def put_away(client, shelf, *machines):
    return client.post(bulk("put_away", *machines), {"shelf": shelf.pk}, follow=True)


def test_several_machines_are_put_on_a_shelf(member_client, workshop, shelf):
    put_away(member_client, shelf, make_machine(workshop), make_machine(workshop))
    assert shelf.machines.count() == 2


def test_one_annuler_puts_back_all_that_was_put_on_a_shelf_together(member_client, workshop, shelf):
    before = Shelf.objects.create(organization=workshop, place=shelf.place, name="A1")
    machines = [make_machine(workshop, shelf=before), make_machine(workshop)]
    address = undo_address(put_away(member_client, shelf, *machines))
    assert machines[0].spoken_tag in member_client.get(address).content.decode()
    member_client.post(address)
    for machine in machines:
        machine.refresh_from_db()
    assert [machine.shelf for machine in machines] == [before, None]


def test_an_older_annuler_of_a_shelf_changes_nothing(member_client, workshop, shelf):
    first, second = make_machine(workshop), make_machine(workshop)
    older = undo_address(put_away(member_client, shelf, first))
    put_away(member_client, shelf, second)
    member_client.post(older)
    assert shelf.machines.count() == 2


def test_a_machine_of_another_organisation_stays_off_the_shelf(client, workshop, shelf):
    member = make_member(workshop)
    elsewhere = make_workshop("Ailleurs")
    member.groups.add(elsewhere.group)
    client.force_login(member)
    foreign = make_machine(elsewhere)
    assert foreign.spoken_tag in put_away(client, shelf, foreign).content.decode()
    assert not shelf.machines.exists()


def test_several_machines_lead_to_their_labels(member_client, workshop):
    machine = make_machine(workshop)
    assert machine.tag in member_client.get(bulk("labels", machine)).url
