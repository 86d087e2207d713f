"""Which machine, which disk: what two machines share names neither; nothing moves before somebody says so."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from django.core.management import call_command
from django.urls import reverse

from equipment.models import Component, ComponentKind, Machine, Serial, Whereabouts
from equipment.services.components import detach, parts_in
from equipment.services.inventory import Importing, import_inventory
from tests.equipment.doors import words_of
from tests.equipment.evidence_samples import document, raw
from tests.equipment.factories import make_disk, make_machine, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(workshop):
    return Importing(workshop)


def glpi(*disks, serial="", board="", model="", maker=""):
    """Return an inventory of GLPI: what is not said is left out."""
    inventory = document("glpi-desktop.json")
    bios = {"smanufacturer": maker or "HP", "smodel": model or "ProDesk 400 G4", "mmanufacturer": "HP"}
    bios |= {"ssn": serial, "msn": board, "mmodel": "82A1" if board else ""}
    content = inventory["content"]
    content |= {"bios": {name: value for name, value in bios.items() if value}}
    content["storages"] = [{"serial": one, "model": "WD5000", "disksize": 500107} for one in disks]
    content.pop("memories", None)
    return raw(json.dumps(inventory))


def tag_of(file, asked):
    result = import_inventory(file, asked)
    assert result.outcome in {"created", "matched"}, result.reason
    return result.tag


def disks_of(tag):
    inside = parts_in(Machine.objects.get(tag=tag)).filter(kind=ComponentKind.STORAGE)
    return sorted(inside.values_list("serial", flat=True))


# (first machine, second machine): what they share, and whether the second is asked about.
ASKED = {
    "a serial number of another model": (
        {"serial": "SHARED01", "model": "ProDesk 400 G4"},
        {"serial": "SHARED01", "model": "EliteBook 840"},
    ),
    "a serial number of the same model, and two boards": (
        {"serial": "SHARED01", "board": "BOARD001"},
        {"serial": "SHARED01", "board": "BOARD002"},
    ),
    "a board, and no disk in common": ({"board": "BOARD001"}, {"board": "BOARD001"}),
    "a board, when only one has a serial number": (
        {"board": "BOARD001"},
        {"board": "BOARD001", "serial": "S01"},
    ),
}


@pytest.mark.parametrize("shared", ASKED.values(), ids=ASKED)
def test_what_two_machines_share_is_asked_about(asked, shared):
    one, other = shared
    tag = tag_of(glpi("DISK0001", **one), asked)
    result = import_inventory(glpi("DISK0002", **other), asked)
    assert result.outcome == "refused"
    assert tag in result.reason
    assert disks_of(tag) == ["DISK0001"]


@pytest.mark.parametrize("shared", ASKED.values(), ids=ASKED)
def test_who_gives_the_tag_has_answered(asked, shared):
    one, other = shared
    tag = tag_of(glpi("DISK0001", **one), asked)
    label = make_machine(asked.organization, maker="", model="").tag
    assert tag_of(glpi("DISK0002", **other), replace(asked, tag=label)) == label
    assert (disks_of(tag), disks_of(label)) == (["DISK0001"], ["DISK0002"])


def test_a_number_that_two_machines_show_stays_with_the_first(asked):
    tag = tag_of(glpi("DISK0001", serial="SHARED01", model="ProDesk 400 G4"), asked)
    label = make_machine(asked.organization, maker="", model="").tag
    tag_of(glpi("DISK0002", serial="SHARED01", model="EliteBook 840"), replace(asked, tag=label))
    assert Serial.objects.get().machine.tag == tag


# What says that it is the same machine: (what the first file says, the second, the disk in the second).
SAME = {
    "its model in other words": ({"model": "ProDesk 400"}, {"model": "HP ProDesk 400 G4 SFF"}, "DISK0002"),
    "its board": (
        {"board": "BOARD001", "model": "ProDesk"},
        {"board": "BOARD001", "model": "82A1HP"},
        "DISK0002",
    ),
    "its disk": ({"model": "ProDesk"}, {"model": "82A1HP"}, "DISK0001"),
}


@pytest.mark.parametrize("said", SAME.values(), ids=SAME)
def test_another_tool_finds_the_same_machine(asked, said):
    one, other, disk = said
    tag = tag_of(glpi("DISK0001", serial="SERIAL01", **one), asked)
    assert tag_of(glpi(disk, serial="SERIAL01", **other), asked) == tag


def test_a_machine_whose_model_was_typed_is_found_by_its_serial_number(asked):
    machine = make_machine(asked.organization, model="Le portable de Jean", locked_fields=["model"])
    Serial.objects.create(machine=machine, maker="HP", value="SERIAL01")
    assert tag_of(glpi("DISK0001", serial="SERIAL01"), asked) == machine.tag


def test_a_board_of_two_machines_stays_in_the_first(asked):
    one = tag_of(glpi("DISK0001", serial="S01", board="BOARD001"), asked)
    tag_of(glpi("DISK0002", serial="S02", board="BOARD001"), asked)
    board = Component.objects.get(kind=ComponentKind.OTHER, serial="BOARD001")
    assert board in parts_in(Machine.objects.get(tag=one))


def test_a_disk_of_another_machine_asks_and_names_both(asked):
    one = tag_of(glpi("DISK0001", serial="S01"), asked)
    result = import_inventory(glpi("DISK0001", serial="S02", model="EliteDesk"), asked)
    assert result.outcome == "refused"
    assert all(said in result.reason for said in (one, "DISK0001", "S02", "EliteDesk"))
    assert (disks_of(one), Machine.objects.count()) == (["DISK0001"], 1)


@pytest.mark.parametrize("said", ["tag", "moves"])
def test_a_disk_moves_when_somebody_says_so_and_the_answer_names_it(asked, said):
    one = tag_of(glpi("DISK0001", serial="S01"), asked)
    other = tag_of(glpi(serial="S02"), asked)
    confirmed = replace(asked, tag=other) if said == "tag" else replace(asked, moves=True)
    result = import_inventory(glpi("DISK0001", serial="S02"), confirmed)
    assert (disks_of(one), disks_of(other)) == ([], ["DISK0001"])
    assert "DISK0001" in result.reason
    assert one in result.reason


def test_a_disk_from_the_shelf_asks_nothing_and_is_named(asked):
    disk = make_disk(make_machine(asked.organization), serial="DISK0001", model="WD5000")
    detach(disk, by=None)
    result = import_inventory(glpi("DISK0001", serial="S02"), asked)
    assert result.outcome == "created"
    assert "DISK0001" in result.reason


def test_a_disk_that_is_taken_out_is_named(asked):
    tag_of(glpi("DISK0001", serial="S01"), asked)
    result = import_inventory(glpi("DISK0002", serial="S01"), asked)
    assert "DISK0001" in result.reason
    assert Component.objects.get(serial="DISK0001").moves.last().whereabouts == Whereabouts.ON_SHELF


def test_the_command_has_an_option_for_disks_that_moved(workshop, asked, tmp_path, capsys):
    tag_of(glpi("DISK0001", serial="S01"), asked)
    path = tmp_path / "inventory.json"
    path.write_bytes(glpi("DISK0001", serial="S02").data)
    call_command("import_inventory", str(path), "--json")
    call_command("import_inventory", str(path), "--json", "--moves")
    first, second = (json.loads(line)[0] for line in capsys.readouterr().out.splitlines())
    assert (first["outcome"], second["outcome"]) == ("refused", "created")


def test_the_screen_has_a_box_for_disks_that_moved(workshop, asked, client, tmp_path, settings):
    settings.MAILLAGE_PRIVACY = {"PRIVATE_FILES": tmp_path}
    one = tag_of(glpi("DISK0001", serial="S01"), asked)
    client.force_login(make_member(workshop))
    path = tmp_path / "inventory.json"
    path.write_bytes(glpi("DISK0001", serial="S02").data)
    address = reverse("equipment_evidence:upload")
    with path.open("rb") as file:
        page = client.post(address, {"organization": workshop.pk, "files": file, "moves": "on"})
    assert one in words_of(page)
    sent = {"organization": workshop.pk, "waiting": page.context["waiting"], "moves": "1"}
    client.post(address, sent)
    assert disks_of(one) == []
