"""Photos taken before a machine: the picture alone, found from its page and from nowhere else."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from equipment.models import MachinePhoto
from tests.equipment.factories import make_machine

pytestmark = pytest.mark.django_db


def photo_with_place():
    picture, file = Image.new("RGB", (40, 20), "red"), io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Fairphone"
    exif.get_ifd(0x8825)[1] = "N"
    picture.save(file, "JPEG", exif=exif)
    return SimpleUploadedFile("IMG_47.6N.jpg", file.getvalue(), "image/jpeg")


def test_a_photo_lies_in_the_collection_of_its_organisation_without_its_metadata(member_client, workshop):
    machine = make_machine(workshop)
    address = reverse("equipment_workshop:photo", args=[machine.tag])
    member_client.post(address, {"photo": photo_with_place(), "is_public": "on"})
    image = MachinePhoto.objects.get(machine=machine).image
    assert image.collection == workshop.collection
    with image.file.open() as file, Image.open(file) as kept:
        assert not kept.getexif()


def test_a_file_that_is_no_photo_is_refused(member_client, workshop):
    machine = make_machine(workshop)
    address = reverse("equipment_workshop:photo", args=[machine.tag])
    member_client.post(address, {"photo": SimpleUploadedFile("a.jpg", b"no picture", "image/jpeg")})
    assert not machine.photos.exists()


def test_the_file_of_a_photo_is_not_found_from_the_tag_on_the_label(member_client, workshop):
    machine = make_machine(workshop)
    address = reverse("equipment_workshop:photo", args=[machine.tag])
    member_client.post(address, {"photo": photo_with_place()})
    photo = MachinePhoto.objects.get(machine=machine)
    names = [photo.image.file.name, *photo.image.renditions.values_list("file", flat=True)]
    assert len(names) > 1
    assert [name for name in names if machine.tag.lower() in name.lower()] == []
