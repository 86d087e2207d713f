"""A shelf is scanned, then machines one after the other; one « annuler » takes them all back."""

from __future__ import annotations

import pytest
from django.urls import reverse

from equipment.models import Shelf
from tests.equipment.factories import make_machine, make_member, make_workshop
from tests.places.factories import make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(workshop):
    return Shelf.objects.create(organization=workshop, place=make_place(workshop), name="B2")


def address(shelf):
    return reverse("equipment_workshop:shelf", args=[shelf.code])


def test_a_scanned_machine_is_confirmed_then_put_on_the_scanned_shelf(member_client, workshop, shelf):
    machine = make_machine(workshop)
    member_client.get(address(shelf))
    assert "Ranger sur «\xa0B2\xa0»" in member_client.get(f"/m/{machine.tag}").content.decode()
    member_client.post(reverse("equipment_workshop:put_away", args=[machine.tag]))
    machine.refresh_from_db()
    assert machine.shelf == shelf


@pytest.mark.parametrize("typed", ["{tag}", "{spoken}", "https://collectif.example/m/{tag}", "5cd 8470x"])
def test_a_typed_tag_an_address_or_a_serial_does_the_same(member_client, workshop, shelf, typed):
    machine = make_machine(workshop)
    machine.serials.create(value="5CD8470X")
    text = typed.format(tag=machine.tag, spoken=machine.spoken_tag.lower())
    page = member_client.post(address(shelf), {"tag": text}, follow=True)
    machine.refresh_from_db()
    assert machine.shelf == shelf
    assert machine.spoken_tag in page.content.decode()


def test_one_annuler_puts_the_whole_series_back_where_it_was(member_client, workshop, shelf):
    before = Shelf.objects.create(organization=workshop, place=shelf.place, name="A1")
    machines = [make_machine(workshop, shelf=before), make_machine(workshop)]
    for machine in machines:
        member_client.post(address(shelf), {"tag": machine.tag})
    member_client.post(address(shelf), {"do": "undo"})
    for machine in machines:
        machine.refresh_from_db()
    assert [machine.shelf for machine in machines] == [before, None]


def test_what_somebody_moved_since_stays_where_they_put_it(member_client, workshop, shelf):
    other = Shelf.objects.create(organization=workshop, place=shelf.place, name="A1")
    machine = make_machine(workshop)
    member_client.post(address(shelf), {"tag": machine.tag})
    machine.shelf = other
    machine.save(update_fields=["shelf"])
    member_client.post(address(shelf), {"do": "undo"})
    machine.refresh_from_db()
    assert machine.shelf == other


def test_another_shelf_opens_another_series(member_client, workshop, shelf):
    other = Shelf.objects.create(organization=workshop, place=shelf.place, name="A1")
    machine = make_machine(workshop)
    member_client.post(address(shelf), {"tag": machine.tag})
    assert not member_client.get(address(other)).context["series"]


def test_a_finished_round_offers_no_shelf_any_more(member_client, workshop, shelf):
    member_client.get(address(shelf))
    member_client.post(address(shelf), {"do": "finish"})
    assert member_client.get(f"/m/{make_machine(workshop).tag}").context["round"] is None


def test_a_tag_that_nobody_knows_is_said(member_client, shelf):
    page = member_client.post(address(shelf), {"tag": "ZZZZZZZ"}, follow=True).content.decode()
    assert "ZZZZZZZ" in page


def test_the_machine_of_another_workshop_stays_where_it_is(member_client, shelf):
    foreign = make_machine(make_workshop("Ailleurs"))
    member_client.post(address(shelf), {"tag": foreign.tag})
    foreign.refresh_from_db()
    assert foreign.shelf is None


def test_the_shelf_of_another_workshop_answers_404(client, shelf):
    client.force_login(make_member(make_workshop("Ailleurs")))
    assert client.get(address(shelf)).status_code == 404


def test_a_shelf_asks_to_sign_in(client, shelf):
    assert "login" in client.get(address(shelf)).url
