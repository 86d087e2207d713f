"""What a machine's QR code opens, and what is done from there."""

from __future__ import annotations

import pytest
from django.urls import reverse

from equipment.models import ProofKind, Shelf
from equipment.services.merging import merge
from equipment.states import Custody, DataStatus, Grade, Situation, Step
from tests.equipment.doors import words_of
from tests.equipment.factories import (
    machine_in,
    make_disk,
    make_machine,
    make_member,
    make_need,
    make_responsible,
    make_workshop,
    prove,
    ready_machine,
)
from tests.places.factories import make_place

pytestmark = pytest.mark.django_db


def card(machine):
    return reverse("equipment_workshop:machine", args=[machine.tag])


def move(machine, code):
    return reverse("equipment_workshop:move", args=[machine.tag, code])


def test_the_address_on_a_label_is_short(workshop):
    machine = make_machine(workshop)
    assert card(machine) == f"/m/{machine.tag}"


def test_anyone_reads_what_a_machine_is_and_whether_it_is_available(client, workshop):
    machine = ready_machine(workshop, processor="Intel i5", memory_mb=8192)
    page = client.get(card(machine)).content.decode()
    assert "Disponible" in page
    assert "Latitude 5480" in page
    assert "8 Go" in page


def test_the_public_card_names_no_serial_and_no_person(client, workshop):
    machine = ready_machine(workshop)
    machine.serials.create(value="SN5480X")
    make_need(workshop, machine=machine, state="allocated")
    page = client.get(card(machine)).content.decode()
    assert "SN5480X" not in page
    assert "Rosalie" not in page


def test_the_public_card_sets_no_cookie(client, workshop):
    assert not client.get(card(make_machine(workshop))).cookies


def test_a_tag_is_read_in_small_letters_too(client, workshop):
    machine = make_machine(workshop)
    assert client.get(f"/m/{machine.tag.lower()}").status_code == 200


def test_a_joined_tag_leads_to_the_other_machine(client, workshop):
    machine, other = make_machine(workshop), make_machine(workshop)
    merge(machine, other, by=None)
    assert client.get(card(machine)).url == card(other)


def test_an_unknown_tag_answers_404(client):
    assert client.get("/m/ZZZZZZZ").status_code == 404


def test_the_card_offers_what_the_table_allows_now(member_client, workshop):
    page = member_client.get(card(make_machine(workshop)))
    codes = [one.row.code for one in page.context["moves"]]
    assert codes == ["diagnose", "dismantle"]


def test_the_card_says_what_is_missing_before_the_rest(member_client, workshop):
    page = member_client.get(card(machine_in(workshop, Step.DIAGNOSED, Custody.OURS, is_proved=False)))
    assert "Rien ne prouve" in page.content.decode()


def test_another_association_sees_the_public_card(client, workshop):
    machine = ready_machine(workshop)
    client.force_login(make_member(make_workshop("Ailleurs")))
    assert "moves" not in client.get(card(machine)).context


@pytest.mark.parametrize("name", ["undo", "note", "put_away", "photo"])
def test_another_association_can_press_no_button(client, workshop, name):
    machine = ready_machine(workshop)
    client.force_login(make_member(make_workshop("Ailleurs")))
    assert client.post(reverse(f"equipment_workshop:{name}", args=[machine.tag])).status_code == 404


def test_nobody_presses_a_button_without_signing_in(client, workshop):
    machine = make_machine(workshop)
    response = client.post(move(machine, "diagnose"))
    machine.refresh_from_db()
    assert "login" in response.url
    assert machine.step == Step.ARRIVED


def test_a_button_moves_the_machine_on(member_client, workshop):
    machine = make_machine(workshop)
    member_client.post(move(machine, "diagnose"))
    machine.refresh_from_db()
    assert machine.step == Step.DIAGNOSED


def test_annuler_puts_it_back(member_client, workshop):
    machine = make_machine(workshop)
    member_client.post(move(machine, "diagnose"))
    member_client.post(reverse("equipment_workshop:undo", args=[machine.tag]), {"entry": "2"})
    machine.refresh_from_db()
    assert machine.step == Step.ARRIVED


def test_a_sale_asks_to_whom_and_for_how_much(member_client, workshop):
    machine = ready_machine(workshop)
    response = member_client.post(move(machine, "sell"), {})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"situation", "price_cents"}


def test_a_sale_is_written_in_cents(member_client, workshop):
    machine = ready_machine(workshop)
    member_client.post(move(machine, "sell"), {"situation": Situation.STUDENT, "price_cents": "40,50"})
    entry = machine.entries.order_by("-sequence")[0]
    assert (entry.code, entry.price_cents, entry.situation) == ("sell", 4050, "student")


@pytest.mark.parametrize("typed", ["100000,01", "100001", "-1", "1e9"])
def test_a_price_beyond_the_dearest_is_refused_in_a_sentence_that_names_it(member_client, workshop, typed):
    sent = {"situation": Situation.STUDENT, "price_cents": typed}
    response = member_client.post(move(ready_machine(workshop), "sell"), sent)
    assert response.status_code == 422
    assert "100 000 €" in words_of(response)


def test_a_refusal_is_said_on_the_form(member_client, workshop):
    machine = machine_in(workshop, Step.DIAGNOSED, Custody.OURS, is_proved=False)
    response = member_client.post(move(machine, "wipe"))
    assert response.status_code == 409
    assert response.context["form"].non_field_errors()


def test_the_condition_and_the_shelf_are_noted_from_the_card(member_client, workshop):
    machine = make_machine(workshop)
    shelf = Shelf.objects.create(organization=workshop, place=make_place(workshop), name="B2")
    address = reverse("equipment_workshop:note", args=[machine.tag])
    member_client.post(address, {"grade": Grade.FAIR, "defects": "Une rayure.", "shelf": shelf.pk})
    machine.refresh_from_db()
    assert (machine.grade, machine.shelf) == (Grade.FAIR, shelf)


def test_the_card_reads_as_much_for_many_entries_as_for_few(
    member_client, workshop, django_assert_max_num_queries
):
    machine = ready_machine(workshop)
    member_client.get(card(machine))
    with django_assert_max_num_queries(45):
        member_client.get(card(machine))


def test_whoever_opened_a_machine_notes_that_no_disk_is_inside(member_client, workshop):
    machine = make_machine(workshop)
    member_client.post(reverse("equipment_workshop:no_disk", args=[machine.tag]))
    machine.refresh_from_db()
    assert machine.data_status == DataStatus.NO_STORAGE


def test_a_disk_is_taken_out_from_the_card(member_client, workshop):
    machine = make_machine(workshop)
    disk = make_disk(machine)
    member_client.post(reverse("equipment_workshop:take_out", args=[machine.tag, disk.pk]))
    assert disk.moves.order_by("-sequence")[0].machine is None


def test_only_who_answers_for_the_workshop_accepts_a_reservation(member_client, workshop):
    machine = make_machine(workshop)
    disk = make_disk(machine)
    prove(disk, machine, ProofKind.RESERVE)
    member_client.post(reverse("equipment_workshop:accept_reserve", args=[machine.tag, disk.pk]))
    assert not disk.proofs.filter(kind=ProofKind.ACCEPTED).exists()


def test_a_part_on_the_shelf_is_put_in_a_machine(member_client, workshop):
    before, machine = make_machine(workshop), make_machine(workshop)
    disk = make_disk(before)
    member_client.post(reverse("equipment_workshop:take_out", args=[before.tag, disk.pk]))
    member_client.post(reverse("equipment_workshop:join", args=[machine.tag]), {"part": disk.pk})
    assert disk.moves.order_by("-sequence")[0].machine == machine


def test_the_part_of_another_workshop_is_not_offered(member_client, workshop):
    foreign = make_disk(make_machine(make_workshop("Ailleurs")))
    machine = make_machine(workshop)
    member_client.post(reverse("equipment_workshop:join", args=[machine.tag]), {"part": foreign.pk})
    assert not machine.component_moves.exists()


def test_a_tag_that_nobody_knows_is_not_joined(member_client, workshop):
    machine = make_machine(workshop)
    address = reverse("equipment_workshop:join", args=[machine.tag])
    page = member_client.post(address, {"other": "ZZZZZZZ"}, follow=True)
    assert "ZZZZZZZ" in page.content.decode()


def test_two_tags_are_joined_and_separated_by_who_answers_for_the_workshop(client, workshop):
    client.force_login(make_responsible(workshop))
    machine, other = make_machine(workshop), make_machine(workshop)
    address = reverse("equipment_workshop:join", args=[machine.tag])
    client.post(address, {"other": other.tag})
    other.refresh_from_db()
    assert other.merged_into == machine
    client.post(address, {"split": other.tag})
    other.refresh_from_db()
    assert other.merged_into is None
