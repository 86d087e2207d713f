"""A disk destroyed by hand, noted from the machine's card."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from equipment.axes import DataStatus
from equipment.models import DataProof, Evidence, ProofKind
from tests.equipment.factories import make_disk, make_machine, make_member, make_workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop():
    return make_workshop()


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
