"""Two tags on one object: one leads to the other, and back."""

from __future__ import annotations

import pytest

from equipment.conditions import doubts_of
from equipment.errors import NotAllowed, WrongState
from equipment.models import Machine, Serial
from equipment.services import apply
from equipment.services.components import parts_in
from equipment.services.inventory import Importing, import_inventory
from equipment.services.merging import merge, unmerge
from equipment.states import Custody, DataStatus, Step
from tests.equipment.factories import (
    machine_in,
    make_disk,
    make_machine,
    make_member,
    make_responsible,
    make_workshop,
    ready_machine,
)
from tests.equipment.storage_trees import glpi

pytestmark = pytest.mark.django_db


def again(machine: Machine) -> Machine:
    return Machine.objects.get(pk=machine.pk)


def test_the_parts_follow_and_what_is_known_of_them(workshop):
    tag, machine = make_machine(workshop), ready_machine(workshop)
    disk = make_disk(tag)
    merge(tag, machine, by=make_responsible(workshop))
    assert disk in parts_in(machine)
    assert again(machine).data_status == DataStatus.TO_ERASE
    assert again(tag).merged_into == machine


def test_a_serial_number_leads_to_the_machine_that_stands(workshop):
    tag, machine = make_machine(workshop), make_machine(workshop)
    Serial.objects.create(machine=tag, value="5CG1234ABC")
    merge(tag, machine, by=None)
    assert Machine.objects.bearing("5CG1234ABC").get() == machine


def test_undone_each_has_its_own_again(workshop):
    tag, machine = make_machine(workshop), ready_machine(workshop)
    Serial.objects.create(machine=tag, value="5CG1234ABC")
    own = parts_in(machine).get()
    disk = make_disk(tag)
    merge(tag, machine, by=None)
    unmerge(again(tag), by=make_responsible(workshop))
    assert list(parts_in(tag)) == [disk]
    assert list(parts_in(machine)) == [own]
    assert again(machine).data_status == DataStatus.ERASED
    assert Machine.objects.bearing("5CG1234ABC").get() == tag


def test_a_tag_leads_one_step_only(workshop):
    first, second, third = (make_machine(workshop) for _each in range(3))
    merge(first, second, by=None)
    for source, target in ((second, third), (third, first)):
        with pytest.raises(WrongState):
            merge(again(source), again(target), by=None)


def test_a_merged_tag_is_not_moved_on(workshop):
    tag, machine = make_machine(workshop), make_machine(workshop)
    merge(tag, machine, by=None)
    with pytest.raises(WrongState):
        apply(tag, "diagnose", by=None)


@pytest.mark.parametrize("custody", [each for each in Custody if each != Custody.OURS])
def test_what_is_not_with_us_is_not_merged(workshop, custody):
    away, here = machine_in(workshop, Step.READY, custody), make_machine(workshop)
    for source, target in ((away, here), (here, away)):
        with pytest.raises(WrongState):
            merge(source, target, by=None)


def test_a_tag_does_not_lead_to_itself(workshop):
    machine = make_machine(workshop)
    with pytest.raises(WrongState):
        merge(machine, machine, by=None)


def test_two_organisations_do_not_share_a_machine(workshop):
    with pytest.raises(WrongState):
        merge(make_machine(workshop), make_machine(make_workshop("Les Voisins")), by=None)


def test_it_takes_somebody_who_answers_for_the_workshop(workshop):
    with pytest.raises(NotAllowed):
        merge(make_machine(workshop), make_machine(workshop), by=make_member(workshop))


VMD = [{"name": "Intel RST VMD Controller 9A0B"}]


@pytest.mark.parametrize("controllers", [[], VMD], ids=["a disk", "a disk and a doubt"])
def test_set_free_it_keeps_what_its_files_showed_meanwhile(workshop, settings, tmp_path, controllers):
    settings.MAILLAGE_PRIVACY = {"PRIVATE_FILES": tmp_path}
    tag, machine = (ready_machine(workshop, maker="HP", model="ProDesk") for _each in range(2))
    Serial.objects.create(machine=tag, value="CZC6MLT001")
    merge(tag, machine, by=None)
    shown = {"serial": "W620MLT1", "disksize": 500107, "model": "ST500", "interface": "SATA"}
    result = import_inventory(glpi(shown, controllers=tuple(controllers)), Importing(workshop))
    assert (result.outcome, result.tag) == ("matched", machine.tag), result.reason
    unmerge(again(tag), by=None)
    assert "W620MLT1" in parts_in(tag).values_list("serial", flat=True)
    assert bool(doubts_of(again(tag))) == bool(controllers)
    assert again(tag).data_status == DataStatus.TO_ERASE
