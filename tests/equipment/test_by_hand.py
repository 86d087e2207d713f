"""A machine, its number and its disks, typed by hand when no file tells them."""

from __future__ import annotations

import pytest
from django.db import transaction

from equipment.errors import EquipmentError, Missing, NotAllowed, NotProved, WrongState
from equipment.models import Component, LedgerEntry, Machine, Serial, Technology
from equipment.services.by_hand import (
    Sort,
    TypedDisk,
    arrive,
    forget_serial,
    note_disk,
    note_sheet,
    one_at_a_time,
)
from equipment.services.components import detach, parts_in
from equipment.services.transitions import bring_to_ready
from equipment.states import Custody, DataStatus, Grade, Kind, Step
from tests.equipment.factories import (
    machine_in,
    make_disk,
    make_machine,
    make_member,
    make_workshop,
    prove,
    ready_machine,
)

pytestmark = pytest.mark.django_db

IMEI = "490154203237518"


@pytest.fixture
def member(workshop):
    return make_member(workshop)


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (Kind.PHONE, "49-015420-323751-8", IMEI),
        (Kind.PHONE, "R58 m30abc", "R58M30ABC"),
        (Kind.PRINTER, "cn12a3b4c5", "CN12A3B4C5"),
        # Fifteen figures that are no IMEI, on what has none.
        (Kind.LAPTOP, "490154203237519", "490154203237519"),
    ],
)
def test_a_number_is_kept_as_it_is_looked_for(workshop, member, kind, typed, kept):
    machine = arrive(workshop, by=member, serial=typed, kind=kind, maker="Samsung")
    assert [(one.maker, one.value) for one in machine.serials.all()] == [("SAMSUNG", kept)]


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        (Kind.PHONE, "490154203237519", "quinze chiffres"),
        (Kind.PHONE, "000000000000000", "pas un numéro de série"),
        (Kind.PRINTER, "To be filled by O.E.M.", "pas un numéro de série"),
        (Kind.PRINTER, "-", "pas un numéro de série"),
    ],
)
def test_a_number_that_is_none_is_refused_and_nothing_is_written(workshop, member, kind, typed, said):
    with pytest.raises(Missing, match=said):
        arrive(workshop, by=member, serial=typed, kind=kind)
    assert not Machine.objects.exists()


def test_a_number_of_another_machine_names_it(workshop, member):
    known = arrive(workshop, by=member, serial=IMEI, kind=Kind.PHONE)
    with pytest.raises(Missing, match=known.tag):
        arrive(workshop, by=member, serial=IMEI, kind=Kind.PHONE, maker="Samsung")
    assert Machine.objects.count() == 1


def test_a_number_that_another_workshop_knows_does_not_tell_its_tag(workshop, member):
    other = make_workshop("Ailleurs")
    known = arrive(other, by=make_member(other), serial=IMEI, kind=Kind.PHONE)
    with pytest.raises(Missing) as refusal:
        arrive(workshop, by=member, serial=IMEI, kind=Kind.PHONE)
    assert known.tag not in str(refusal.value)


def test_a_number_copied_wrongly_is_taken_away(workshop, member):
    machine = arrive(workshop, by=member, serial="FAUX123", kind=Kind.PHONE)
    forget_serial(machine.serials.get(), by=member)
    note_sheet(machine, by=member, serial=IMEI)
    assert list(Serial.objects.values_list("value", flat=True)) == [IMEI]


def test_two_people_who_write_the_same_number_at_once_are_told_so(workshop):
    machine = make_machine(workshop)
    Serial.objects.create(machine=machine, value=IMEI)
    with pytest.raises(WrongState, match="même moment"), one_at_a_time(), transaction.atomic():
        Serial.objects.create(machine=machine, value=IMEI)


def test_what_is_typed_is_locked_against_imports_and_the_rest_is_not(workshop, member):
    machine = make_machine(workshop)
    note_sheet(machine, by=member, maker="Dell", processor="Intel i5")
    assert Machine.objects.get(pk=machine.pk).locked_fields == ["processor"]


@pytest.mark.parametrize("custody", [Custody.GIVEN, Custody.SENT_BACK])
def test_nothing_is_typed_about_what_has_left(workshop, member, custody):
    machine = machine_in(workshop, Step.READY, custody)
    for gesture in (
        lambda: note_sheet(machine, by=member, maker="HP"),
        lambda: note_disk(machine, TypedDisk(Sort.SOLDERED), by=member),
    ):
        with pytest.raises(WrongState):
            gesture()


def test_another_workshop_types_nothing(workshop):
    machine, stranger = make_machine(workshop), make_member(make_workshop("Ailleurs"))
    for gesture in (
        lambda: arrive(workshop, by=stranger, kind=Kind.PHONE),
        lambda: note_sheet(machine, by=stranger, maker="HP"),
        lambda: note_disk(machine, TypedDisk(Sort.SOLDERED), by=stranger),
    ):
        with pytest.raises(NotAllowed):
            gesture()
    assert Machine.objects.count() == 1


@pytest.mark.parametrize(
    ("disk", "technology", "serial", "size"),
    [
        (
            TypedDisk(Sort.HDD, model="WD5000", serial="wd-wcav 29008961", size_gb=500),
            "hdd",
            "WD-WCAV29008961",
            5e11,
        ),
        (TypedDisk(Sort.SSD, serial="S3Z9NB0K"), "ssd", "S3Z9NB0K", None),
        (TypedDisk(Sort.SSD, unreadable=True, size_gb=120), "ssd", "", 12e10),
        (TypedDisk(Sort.SOLDERED, size_gb=64), "ssd", "", 64e9),
    ],
)
def test_a_typed_disk_is_in_the_machine_and_proves_nothing(workshop, member, disk, technology, serial, size):
    machine = make_machine(workshop)
    component = note_disk(machine, disk, by=member)
    machine.refresh_from_db()
    assert list(parts_in(machine)) == [component]
    assert (component.technology, component.serial, component.size) == (technology, serial, size)
    assert machine.data_status == DataStatus.TO_ERASE
    assert machine.entries.latest("sequence").details.actor == member


def test_a_disk_pulled_from_a_dead_machine_is_on_the_shelf_and_unproved(workshop, member):
    machine = make_machine(workshop)
    disk = note_disk(machine, TypedDisk(Sort.HDD, serial="Z1D0DEAD", taken_out=True), by=member)
    assert [move.whereabouts for move in disk.moves.order_by("sequence")] == ["in_machine", "on_shelf"]
    assert not parts_in(machine).exists()
    # Nobody has said that there is no other one.
    with pytest.raises(EquipmentError):
        bring_to_ready(machine, by=member, grade=Grade.GOOD)


@pytest.mark.parametrize(
    ("kind", "disk", "field", "said"),
    [
        (Kind.LAPTOP, TypedDisk(Sort.HDD), "serial", "cochez la case"),
        (Kind.LAPTOP, TypedDisk(Sort.HDD, serial="n/a"), "serial", "pas un numéro"),
        (Kind.LAPTOP, TypedDisk(Sort.SSD, serial="HERE1234"), "serial", "déjà noté dans cette machine"),
        (Kind.LAPTOP, TypedDisk(Sort.SSD, serial="SHELF123"), "serial", "depuis l’étagère"),
        (Kind.LAPTOP, TypedDisk(Sort.SSD, serial="THERE123"), "serial", "sortez d’abord"),
        (Kind.LAPTOP, TypedDisk(Sort.SSD, serial="FOREIGN1"), "serial", "Un autre atelier"),
        (Kind.LAPTOP, TypedDisk(Sort.HDD, unreadable=True, size_gb=500), "serial", "déjà noté"),
        (Kind.LAPTOP, TypedDisk(Sort.SOLDERED), "serial", "déjà notée"),
        (Kind.PHONE, TypedDisk(Sort.SSD, serial="SDCARD12"), "taken_out", "carte mémoire"),
    ],
)
def test_a_disk_that_cannot_be_told_apart_or_is_known_is_refused(workshop, member, kind, disk, field, said):
    machine, there = make_machine(workshop, kind=kind), make_machine(workshop)
    make_disk(machine, serial="HERE1234")
    make_disk(machine, serial="", size=5 * 10**11)
    make_disk(machine, serial="", technology=Technology.SSD)
    detach(make_disk(there, serial="SHELF123"), by=None)
    make_disk(there, serial="THERE123")
    make_disk(make_machine(make_workshop("Ailleurs")), serial="FOREIGN1")
    before = Component.objects.count()
    with pytest.raises(Missing, match=said) as refusal:
        note_disk(machine, disk, by=member)
    assert refusal.value.field == field
    assert Component.objects.count() == before


def test_no_disk_inside_falls_when_one_is_typed(workshop, member):
    machine = ready_machine(workshop)
    note_disk(machine, TypedDisk(Sort.SOLDERED), by=member)
    machine.refresh_from_db()
    assert machine.data_status == DataStatus.TO_ERASE


def test_all_the_steps_are_noted_together_each_with_its_entry(workshop, member):
    machine = make_machine(workshop, grade="")
    prove(make_disk(machine), machine)
    entries = bring_to_ready(machine, by=member, grade=Grade.GOOD)
    machine.refresh_from_db()
    assert [entry.code for entry in entries] == ["diagnose", "wipe", "refurbish", "test", "make_ready"]
    assert (machine.step, machine.grade) == (Step.READY, Grade.GOOD)


@pytest.mark.parametrize(
    ("is_proved", "grade", "refusal"),
    [
        (False, Grade.GOOD, NotProved),
        (True, "", Missing),
        (True, Grade.PARTS, WrongState),
        (True, "neuf", Missing),
    ],
)
def test_one_step_that_is_refused_leaves_none_of_them(workshop, member, is_proved, grade, refusal):
    machine = make_machine(workshop, grade="")
    disk = make_disk(machine)
    if is_proved:
        prove(disk, machine)
    with pytest.raises(refusal):
        bring_to_ready(machine, by=member, grade=grade)
    machine.refresh_from_db()
    assert (machine.step, machine.grade, LedgerEntry.objects.count()) == (Step.ARRIVED, "", 1)
