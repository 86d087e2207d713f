"""A disk destroyed by hand, noted from the machine's card."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from equipment.models import ComponentKind, DataProof, Evidence, ProofKind
from equipment.states import DataStatus
from tests.equipment.factories import (
    make_disk,
    make_machine,
    make_member,
    make_responsible,
    make_workshop,
    move,
    prove,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def machine(workshop):
    return make_machine(workshop)


@pytest.fixture
def member(client, workshop):
    user = make_member(workshop)
    client.force_login(user)
    return user


def photo():
    kept = io.BytesIO()
    Image.new("RGB", (40, 30), "grey").save(kept, "JPEG")
    return SimpleUploadedFile("disque.jpg", kept.getvalue(), "image/jpeg")


def address(machine, disk):
    return reverse("equipment_workshop:destruction", args=[machine.tag, disk.pk])


def test_a_photo_and_a_sentence_prove_that_a_disk_is_destroyed(client, member, machine):
    disk = make_disk(machine)
    client.post(address(machine, disk), {"how": "Quatre trous", "photo": photo()})
    proof = disk.proofs.get()
    machine.refresh_from_db()
    assert (proof.kind, proof.details.actor, proof.details.words) == (
        ProofKind.DESTROYED,
        member,
        "Quatre trous",
    )
    assert machine.data_status == DataStatus.ERASED


@pytest.mark.usefixtures("member")
@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"how": "Quatre trous"}, "photo"),
        ({"how": ""}, "how"),
        ({"how": "x", "photo": SimpleUploadedFile("a.jpg", b"not a picture")}, "photo"),
    ],
)
def test_without_a_sentence_or_a_photo_nothing_is_proved(client, machine, sent, field):
    disk = make_disk(machine)
    answer = client.post(address(machine, disk), sent)
    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert not DataProof.objects.exists()
    assert not Evidence.objects.exists()


@pytest.mark.usefixtures("member")
def test_the_disk_of_another_machine_is_not_found(client, workshop, machine):
    disk = make_disk(make_machine(workshop))
    assert client.get(address(machine, disk)).status_code == 404


def test_another_workshop_finds_nothing(client, machine):
    client.force_login(make_member(make_workshop("Les Voisins"), "voisin@maison.example"))
    assert client.get(address(machine, make_disk(machine))).status_code == 404


def parts(client, query=""):
    page = client.get(reverse("equipment_admin:parts") + query)
    return {part.pk for part in page.context["page_obj"].object_list}


@pytest.fixture
def loose_disk(machine):
    disk = make_disk(machine)
    move(disk)
    return disk


def test_a_disk_on_the_shelf_is_noted_as_destroyed_by_who_works_where_it_came_from(
    client, member, machine, loose_disk
):
    answer = client.post(address(machine, loose_disk), {"how": "Quatre trous", "photo": photo()})
    proof = loose_disk.proofs.get()
    assert (proof.kind, proof.machine, proof.details.actor) == (ProofKind.DESTROYED, None, member)
    assert answer.url == reverse("equipment_admin:parts")


@pytest.mark.usefixtures("member")
def test_the_card_of_the_machine_it_came_from_shows_the_disk_and_the_way(client, machine, loose_disk):
    assert address(machine, loose_disk) in client.get(f"/m/{machine.tag}").content.decode()


@pytest.mark.usefixtures("member")
def test_the_list_of_parts_leads_to_the_same_screen(client, machine, loose_disk):
    page = client.get(reverse("equipment_admin:parts")).content.decode()
    assert address(machine, loose_disk) in page


@pytest.mark.usefixtures("member")
def test_the_list_of_parts_narrows_to_the_disks_in_doubt(client, machine, loose_disk):
    clean, memory = make_disk(machine), make_disk(machine, kind=ComponentKind.MEMORY)
    for part in (clean, memory):
        move(part)
    prove(clean)
    assert parts(client, "?data=in_doubt") == {loose_disk.pk}
    assert parts(client) == {loose_disk.pk, clean.pk, memory.pk}


@pytest.mark.usefixtures("member")
def test_a_part_in_a_machine_is_in_no_list_of_shelves(client, machine):
    make_disk(machine)
    assert parts(client) == set()


def test_a_disk_of_another_workshop_is_neither_listed_nor_noted(client, machine, loose_disk):
    client.force_login(make_member(make_workshop("Ailleurs")))
    assert parts(client) == set()
    assert client.get(address(machine, loose_disk)).status_code == 404


@pytest.mark.usefixtures("member")
def test_a_disk_that_is_in_another_machine_now_is_noted_from_that_one_alone(
    client, workshop, machine, loose_disk
):
    move(loose_disk, make_machine(workshop))
    assert client.get(address(machine, loose_disk)).status_code == 404


def test_a_reservation_about_a_disk_on_the_shelf_is_accepted_from_the_card_too(
    client, workshop, machine, loose_disk
):
    prove(loose_disk, kind=ProofKind.RESERVE)
    client.force_login(make_responsible(workshop))
    button = reverse("equipment_workshop:accept_reserve", args=[machine.tag, loose_disk.pk])
    assert button in client.get(f"/m/{machine.tag}").content.decode()
    client.post(button)
    assert loose_disk.proofs.latest("pk").kind == ProofKind.ACCEPTED
