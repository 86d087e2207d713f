"""The screens of the card where what no file tells is typed, and the label of a disk that was pulled out."""

from __future__ import annotations

import io

import pypdfium2
import pytest
import zxingcpp
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from equipment.models import Machine, ProofKind, Technology, Whereabouts
from equipment.services.ledger import lock, project
from equipment.states import DataStatus, Grade, Kind, Step
from tests.equipment.doors import words_of
from tests.equipment.factories import (
    make_disk,
    make_machine,
    make_member,
    make_responsible,
    make_workshop,
    move,
    prove,
    ready_machine,
)

pytestmark = pytest.mark.django_db


def door(name, *args):
    return reverse(f"equipment_workshop:{name}", args=args)


def photo(colour="grey"):
    kept = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(kept, "JPEG")
    return SimpleUploadedFile("ecran.jpg", kept.getvalue(), "image/jpeg")


def certificate(**more):
    on = timezone.localdate().isoformat()
    return {"way": "overwritten", "who": "Alix", "on": on, "photo": photo(), **more}


def test_a_machine_arrives_with_its_number_and_its_card_opens(member_client, workshop):
    sent = {"organization": workshop.pk, "kind": "phone", "maker": "Samsung", "serial": "R58M30ABC"}
    answer = member_client.post(door("arrival"), {**sent, "storage_gb": "64", "memory_gb": "4"})
    machine = Machine.objects.get()
    assert answer.url == door("machine", machine.tag)
    assert (machine.storage_gb, machine.memory_mb, machine.serials.get().value) == (64, 4096, "R58M30ABC")
    assert machine.locked_fields == ["kind", "maker", "memory_mb", "storage_gb"]


@pytest.mark.parametrize(
    ("typed", "status", "field"),
    [
        ({"kind": ""}, 422, "kind"),
        ({"storage_gb": "999999999"}, 422, "storage_gb"),
        ({"maker": "x" * 61}, 422, "maker"),
        ({"serial": "none"}, 409, "serial"),
        ({"organization": "0"}, 422, "organization"),
    ],
)
def test_a_wrong_answer_is_said_beside_its_field_and_nothing_arrives(
    member_client, workshop, typed, status, field
):
    answer = member_client.post(door("arrival"), {"organization": workshop.pk, "kind": "phone", **typed})
    assert answer.status_code == status
    assert answer.context["form"].errors[field]
    assert not Machine.objects.exists()


def test_a_machine_arrives_for_ones_own_organisation_alone(member_client):
    other = make_workshop("Ailleurs")
    answer = member_client.post(door("arrival"), {"organization": other.pk, "kind": "phone"})
    assert (answer.status_code, Machine.objects.count()) == (422, 0)


def test_the_sheet_changes_what_was_touched_and_no_more(member_client, workshop):
    machine = make_machine(workshop, memory_mb=3900, processor="Intel i5")
    page = member_client.get(door("sheet", machine.tag)).context["form"]
    sent = {name: page[name].value() or "" for name in page.fields}
    member_client.post(door("sheet", machine.tag), {**sent, "processor": "Intel i7", "serial": "SN5480X"})
    machine.refresh_from_db()
    assert (machine.processor, machine.memory_mb, machine.locked_fields) == ("Intel i7", 3900, ["processor"])
    number = machine.serials.get()
    member_client.post(door("serial_removal", machine.tag, number.pk))
    assert not machine.serials.exists()


def test_a_disk_is_typed_then_certified_and_the_machine_is_ready_at_one_go(member_client, workshop):
    machine = make_machine(workshop, grade="")
    member_client.post(door("disk", machine.tag), {"sort": "hdd", "serial": "Z1D0ALIVE", "size_gb": "500"})
    disk = machine.component_moves.get().component
    member_client.post(door("certificate", machine.tag, disk.pk), certificate())
    member_client.post(door("ahead", machine.tag), {"grade": Grade.GOOD})
    machine.refresh_from_db()
    assert (machine.step, machine.grade, machine.data_status) == (Step.READY, Grade.GOOD, DataStatus.ERASED)


@pytest.mark.parametrize(
    ("sent", "status", "field"),
    [
        ({"photo": ""}, 409, "photo"),
        ({"photo": SimpleUploadedFile("a.jpg", b"no picture")}, 422, "photo"),
        ({"way": ""}, 422, "way"),
        ({"way": "keys"}, 422, "way"),
        ({"on": "2999-01-01"}, 409, "on"),
        ({"who": ""}, 422, "who"),
    ],
)
def test_a_certificate_that_lacks_something_says_what(member_client, workshop, sent, status, field):
    machine = make_machine(workshop)
    disk = make_disk(machine)
    answer = member_client.post(door("certificate", machine.tag, disk.pk), certificate(**sent))
    assert answer.status_code == status
    assert answer.context["form"].errors[field]
    assert not disk.proofs.exists()


def test_the_memory_of_a_phone_is_noted_once_however_often_it_is_pressed(member_client, workshop):
    machine = make_machine(workshop, kind=Kind.PHONE, storage_gb=64)
    answers = [member_client.post(door("soldered", machine.tag)) for _tap in range(2)]
    disk = machine.component_moves.get().component
    assert [answer.url for answer in answers] == [door("certificate", machine.tag, disk.pk)] * 2
    assert (disk.size, disk.technology) == (64 * 10**9, Technology.SSD)


@pytest.mark.parametrize("kind", [Kind.PHONE, Kind.TABLET, Kind.PRINTER, Kind.LAPTOP, Kind.OTHER])
def test_no_disk_is_never_the_only_way_on(member_client, workshop, kind):
    page = member_client.get(door("machine", make_machine(workshop, kind=kind).tag)).content.decode()
    assert '/disque">' in page
    assert ("/memoire" in page) == (kind in {Kind.PHONE, Kind.TABLET})


@pytest.mark.parametrize(
    ("grade", "kind", "offered"),
    [("", ProofKind.ERASED, 5), (Grade.PARTS, ProofKind.ERASED, 0), ("", ProofKind.RESERVE, 0)],
)
def test_the_steps_are_offered_together_once_every_disk_is_proved(
    member_client, workshop, grade, kind, offered
):
    machine = make_machine(workshop, grade=grade)
    disk = make_disk(machine)
    prove(disk, machine, kind)
    project(lock(machine))
    assert len(member_client.get(door("machine", machine.tag)).context["ahead"]) == offered


def test_a_disk_pulled_from_a_dead_machine_has_a_label_that_leads_to_it(member_client, workshop):
    machine = make_machine(workshop)
    sent = {"sort": "hdd", "serial": "Z1D0DEAD", "taken_out": "on"}
    answer = member_client.post(door("disk", machine.tag), sent)
    disk = machine.component_moves.get().component
    assert answer.url == f"/p/{disk.pk}"
    page = words_of(member_client.get(answer.url))
    assert machine.tag in page
    assert "Rien ne prouve" in page
    assert door("certificate", machine.tag, disk.pk) in page
    assert door("destruction", machine.tag, disk.pk) in page

    member_client.post(door("certificate", machine.tag, disk.pk), certificate())
    page = words_of(member_client.get(answer.url))
    assert "data-erased" in page
    assert door("certificate", machine.tag, disk.pk) not in page


def labels(client, **sent):
    sheet = {"sheet": "a4-24", "start": "1", "offset_x": "0", "offset_y": "0"}
    return client.post(reverse("equipment_admin:labels"), {**sheet, **sent})


def test_the_label_of_a_disk_reads_as_its_address(member_client, workshop, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://puces.example"
    machine = make_machine(workshop)
    disks = [make_disk(machine) for _number in range(2)]
    for disk in disks:
        move(disk)
    answer = labels(member_client, disks=f"{disks[0].pk}, {disks[1].pk}")
    picture = pypdfium2.PdfDocument(answer.content)[0].render(scale=3, grayscale=True).to_pil()
    codes = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    assert {code.text for code in codes} == {f"https://puces.example/p/{disk.pk}" for disk in disks}


@pytest.mark.parametrize("typed", ["theirs", "0", "x", "9" * 40, "²"])
def test_a_label_is_printed_for_disks_of_ones_own_alone(member_client, typed):
    theirs = make_disk(make_machine(make_workshop("Ailleurs")))
    answer = labels(member_client, disks=str(theirs.pk) if typed == "theirs" else typed)
    assert answer.status_code == 422
    assert answer.context["form"].errors["disks"]


@pytest.mark.parametrize("where", [Whereabouts.IN_MACHINE, Whereabouts.ON_SHELF, Whereabouts.OUT])
def test_the_address_of_a_disk_answers_wherever_it_is(member_client, workshop, where):
    machine = ready_machine(workshop)
    disk = machine.component_moves.get().component
    if where != Whereabouts.IN_MACHINE:
        move(disk, whereabouts=where)
    answer = member_client.get(door("part", disk.pk))
    assert (answer.status_code, answer.context["is_here"]) == (200, where != Whereabouts.OUT)


def test_a_reservation_is_accepted_from_the_disk_s_own_page(client, workshop):
    machine = make_machine(workshop)
    disk = make_disk(machine)
    move(disk)
    prove(disk, kind=ProofKind.RESERVE)
    client.force_login(make_responsible(workshop))
    assert door("accept_reserve", machine.tag, disk.pk) in client.get(door("part", disk.pk)).content.decode()


def test_another_workshop_reaches_nothing_that_is_typed(client, workshop):
    machine = make_machine(workshop, kind=Kind.PHONE)
    disk, number = make_disk(machine), machine.serials.create(value="SN5480X")
    client.force_login(make_member(make_workshop("Ailleurs")))
    doors = [door(name, machine.tag) for name in ("sheet", "disk", "soldered", "ahead")]
    doors += [door("certificate", machine.tag, disk.pk), door("serial_removal", machine.tag, number.pk)]
    assert {client.post(one, certificate()).status_code for one in doors} == {404}
    assert client.get(door("part", disk.pk)).status_code == 404


def test_inventories_and_erasures_are_in_the_menu(member_client):
    page = member_client.get(reverse("equipment_admin:dashboard")).content.decode()
    assert reverse("equipment_evidence:upload") in page
