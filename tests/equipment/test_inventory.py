"""Inventories imported: a machine is found or noted once, its parts follow."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from django.utils.text import slugify

from equipment.models import Component, ComponentKind, Evidence, LedgerEntry, Machine, Serial, Whereabouts
from equipment.services import apply
from equipment.services.components import parts_in
from equipment.services.evidence import leaving_nothing
from equipment.services.inventory import Importing, import_inventory
from equipment.states import DataStatus
from equipment.transitions import TRANSITIONS
from maillage.places.models import Organization
from tests.equipment.evidence_samples import INVENTORIES, document, raw, sample
from tests.equipment.factories import given_for, make_machine, prove

pytestmark = pytest.mark.django_db


def association(name):
    return Organization.objects.create(name=name, slug=slugify(name))


@pytest.fixture
def asked():
    return Importing(association("Les Puces"))


def lshw(**changes):
    return raw(json.dumps({**document("lshw-laptop.json"), **changes}))


def glpi(**storages):
    inventory = document("glpi-desktop.json")
    inventory["content"].update(storages)
    return raw(json.dumps(inventory))


def disks(machine):
    return [part.serial for part in parts_in(machine) if part.kind == ComponentKind.STORAGE]


@pytest.mark.parametrize("path", INVENTORIES, ids=lambda path: path.name)
def test_an_unknown_machine_is_noted(asked, path):
    result = import_inventory(sample(path.name), asked)
    assert (result.outcome, Machine.objects.get().tag) == ("created", result.tag)


@pytest.mark.parametrize("path", INVENTORIES, ids=lambda path: path.name)
def test_the_same_file_again_changes_nothing(asked, path):
    import_inventory(sample(path.name), asked)
    counted = (Machine.objects.count(), Component.objects.count(), LedgerEntry.objects.count())
    result = import_inventory(sample(path.name), asked)
    assert (result.outcome, counted) == (
        "unchanged",
        (Machine.objects.count(), Component.objects.count(), LedgerEntry.objects.count()),
    )


def test_another_file_that_says_the_same_changes_nothing(asked):
    import_inventory(lshw(), asked)
    assert import_inventory(lshw(width=32), asked).outcome == "unchanged"


def test_a_machine_has_its_disks_to_erase(asked):
    import_inventory(sample("lshw-laptop.json"), asked)
    assert Machine.objects.get().data_status == DataStatus.TO_ERASE


def test_a_machine_is_found_by_its_serial_number(asked):
    tag = import_inventory(lshw(), asked).tag
    result = import_inventory(lshw(vendor="DELL", product="Latitude 5490"), asked)
    assert (result.outcome, result.tag) == ("matched", tag)


def test_two_makers_may_use_one_number(asked):
    import_inventory(lshw(), asked)
    other = document("lshw-laptop.json") | {"vendor": "LENOVO", "children": []}
    assert import_inventory(raw(json.dumps(other)), asked).outcome == "created"


def test_placeholders_never_merge_two_machines(asked):
    one = import_inventory(lshw(serial="To be filled by O.E.M."), asked)
    other = json.dumps(document("lshw-laptop.json") | {"serial": "To be filled by O.E.M."})
    other = other.replace("W620MLT1", "W620MLT2").replace("/MLT5480/CN0000000001/", "Default string")
    result = import_inventory(raw(other), asked)
    assert result.tag != one.tag
    assert not Serial.objects.exists()


def test_a_machine_without_serial_is_found_by_its_board(asked):
    tag = import_inventory(sample("workbench-2018.json"), asked).tag
    again = document("workbench-2018.json") | {"elapsed": 5}
    assert import_inventory(raw(json.dumps(again)), asked).tag == tag


def test_a_machine_without_serial_is_found_by_a_disk_and_the_model_of_its_board(asked):
    text = json.dumps(document("workbench-2018.json")).replace("109192430MLT01", "None")
    tag = import_inventory(raw(text), asked).tag
    assert import_inventory(raw(text + " "), asked).tag == tag


def test_a_machine_that_nothing_names_needs_its_tag(asked):
    bare = {"type": "Snapshot", "device": {"manufacturer": "ASUS"}, "components": []}
    assert import_inventory(raw(json.dumps(bare)), asked).outcome == "refused"


def test_a_label_names_a_machine_that_nothing_else_does(asked):
    machine = make_machine(asked.organization)
    result = import_inventory(sample("lshw-laptop.json"), replace(asked, tag=machine.tag.lower()))
    assert (result.outcome, result.tag) == ("matched", machine.tag)


def test_a_label_that_is_not_that_of_the_serial_number_is_refused(asked):
    import_inventory(lshw(), asked)
    other = make_machine(asked.organization)
    assert import_inventory(lshw(width=32), replace(asked, tag=other.tag)).outcome == "refused"


def test_a_label_on_a_machine_with_another_serial_number_is_refused(asked):
    machine = make_machine(asked.organization)
    Serial.objects.create(machine=machine, maker="DELL", value="OTHER01")
    assert import_inventory(lshw(), replace(asked, tag=machine.tag)).outcome == "refused"


def test_fields_typed_by_hand_are_left_alone(asked):
    tag = import_inventory(lshw(), asked).tag
    Machine.objects.filter(tag=tag).update(locked_fields=["model"], model="Mon portable")
    import_inventory(lshw(product="Latitude 9999"), asked)
    assert Machine.objects.get(tag=tag).model == "Mon portable"


def test_what_a_file_does_not_say_is_left_alone(asked):
    tag = import_inventory(lshw(), asked).tag
    import_inventory(lshw(vendor="Dell Inc.", product=""), asked)
    assert Machine.objects.get(tag=tag).model == "Latitude 5480"


def test_a_disk_seen_in_another_machine_moves_there(asked):
    donor = Machine.objects.get(tag=import_inventory(lshw(), asked).tag)
    storages = [{"serial": "W620MLT1", "model": "ST500LM021", "disksize": 500107}]
    heir = Machine.objects.get(tag=import_inventory(glpi(storages=storages), replace(asked, moves=True)).tag)
    assert (disks(donor), disks(heir)) == ([], ["W620MLT1"])


def test_a_machine_that_lost_its_disk_is_no_longer_known_to_be_erased(asked):
    donor = Machine.objects.get(tag=import_inventory(lshw(), asked).tag)
    import_inventory(glpi(storages=[{"serial": "W620MLT1", "disksize": 500107}]), replace(asked, moves=True))
    donor.refresh_from_db()
    assert donor.data_status == DataStatus.UNKNOWN


def test_a_disk_that_is_gone_lies_on_the_shelf(asked):
    import_inventory(glpi(), asked)
    import_inventory(glpi(storages=[{"serial": "NEWDISK1", "disksize": 240057}]), asked)
    old = Component.objects.get(serial="WD-WCC2EMLT0001")
    assert old.moves.last().whereabouts == Whereabouts.ON_SHELF


def test_a_disk_missing_from_an_incomplete_inventory_stays(asked):
    machine = Machine.objects.get(tag=import_inventory(glpi(), asked).tag)
    import_inventory(glpi(storages=[]), asked)
    assert disks(machine) == ["WD-WCC2EMLT0001"]


def test_a_disk_without_serial_is_noted_once(asked):
    inventory = glpi(storages=[{"model": "Disk", "disksize": 500107}])
    machine = Machine.objects.get(tag=import_inventory(inventory, asked).tag)
    import_inventory(glpi(storages=[{"model": "Disk", "disksize": 500000}]), asked)
    assert disks(machine) == [""]


def test_two_disks_with_one_false_serial_are_two(asked):
    twice = [{"serial": "AA0000001", "model": "SSD", "disksize": 120034}] * 2
    machine = Machine.objects.get(tag=import_inventory(glpi(storages=twice), asked).tag)
    import_inventory(glpi(storages=[*twice, {}]), asked)
    assert disks(machine) == ["AA0000001", ""]


def test_the_machine_of_another_organisation_is_refused(asked):
    import_inventory(lshw(), Importing(association("Les Voisins")))
    result = import_inventory(lshw(width=32), asked)
    assert (result.outcome, result.tag) == ("refused", "")


def test_a_refused_file_leaves_its_evidence_alone(asked):
    import_inventory(lshw(), Importing(association("Les Voisins")))
    before = LedgerEntry.objects.count()
    import_inventory(lshw(width=32), asked)
    assert (Evidence.objects.filter(outcome="refused").count(), LedgerEntry.objects.count()) == (1, before)


def test_a_file_that_is_no_inventory_leaves_nothing(asked):
    import_inventory(raw("une lettre de Camille"), asked)
    assert not Evidence.objects.exists()


def test_a_machine_that_has_left_is_refused(asked):
    machine = Machine.objects.get(tag=import_inventory(lshw(), asked).tag)
    prove(Component.objects.get(serial="W620MLT1"), machine)
    apply(machine, "recycle", by=None, **given_for(TRANSITIONS["recycle"], asked.organization))
    assert import_inventory(lshw(width=32), asked).outcome == "refused"


def test_a_file_refused_once_is_taken_when_it_can_be(asked):
    bare = raw(json.dumps({"type": "Snapshot", "device": {"manufacturer": "ASUS"}, "components": []}))
    import_inventory(bare, asked)
    machine = make_machine(asked.organization)
    assert import_inventory(bare, replace(asked, tag=machine.tag)).outcome == "matched"


def test_the_file_is_kept_as_it_came_under_a_name_that_tells_nothing(asked):
    import_inventory(sample("glpi-desktop.json"), asked)
    evidence = Evidence.objects.get()
    with evidence.file.open("rb") as kept:
        assert kept.read() == sample("glpi-desktop.json").data
    assert "glpi" not in evidence.file.name


def test_no_row_holds_who_used_the_machine(asked):
    for path in INVENTORIES:
        import_inventory(sample(path.name), asked)
    rows = [
        *Machine.objects.values(),
        *Component.objects.values(),
        *Serial.objects.values(),
        *Evidence.objects.values(),
    ]
    assert "camille" not in str(rows).lower()


def test_a_preview_says_what_would_be_done_and_leaves_nothing(asked):
    file = sample("lshw-laptop.json")
    with leaving_nothing([file]):
        result = import_inventory(file, asked)
    assert (result.outcome, Machine.objects.exists(), Evidence.objects.exists()) == ("created", False, False)


def test_a_preview_leaves_no_file(asked, settings, tmp_path):
    settings.MAILLAGE_PRIVACY = {"PRIVATE_FILES": tmp_path}
    file = sample("lshw-laptop.json")
    with leaving_nothing([file]):
        import_inventory(file, asked)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
