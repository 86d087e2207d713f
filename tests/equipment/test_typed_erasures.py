"""The certificate that somebody types for one disk, and what it is worth."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.utils import timezone

from equipment.errors import EquipmentError, Missing, NotAllowed, WrongState
from equipment.evidence.reading import RawFile
from equipment.models import DataProof, Evidence, ProofKind, Technology
from equipment.services.components import detach, parts_in
from equipment.services.typed_erasures import WAYS, TypedErasure, note_erased, ways_for
from equipment.states import Custody, DataStatus, Kind, Step
from tests.equipment.factories import (
    do,
    machine_in,
    make_disk,
    make_machine,
    make_member,
    make_workshop,
    move,
    prove,
)

pytestmark = pytest.mark.django_db

COMPUTER = {"overwritten", "sanitized", "secure_erase", "failed"}


@pytest.fixture
def member(workshop):
    return make_member(workshop)


def picture(words="écran"):
    data = words.encode()
    return RawFile(data, hashlib.sha256(data).hexdigest())


def said(way, days=0, who="Alix"):
    return TypedErasure(way, who=who, on=timezone.localdate() - timedelta(days=days))


@pytest.mark.parametrize(
    ("machine", "disk", "offered"),
    [
        ({"kind": Kind.PHONE}, {"technology": "ssd", "serial": ""}, {"keys", "reset", "failed"}),
        ({"kind": Kind.TABLET}, {"technology": "ssd", "serial": ""}, {"keys", "reset", "failed"}),
        # « Réinitialiser ce PC » erases no disk that comes out.
        ({"kind": Kind.LAPTOP}, {"technology": "ssd"}, COMPUTER),
        ({"kind": Kind.LAPTOP}, {"technology": "ssd", "serial": ""}, COMPUTER | {"reset"}),
        ({"kind": Kind.DESKTOP}, {"technology": "hdd"}, COMPUTER),
        ({"kind": Kind.LAPTOP, "maker": "Apple Inc."}, {"technology": "ssd"}, COMPUTER | {"keys"}),
        ({"kind": Kind.LAPTOP, "maker": "Apple Inc."}, {"technology": "hdd"}, COMPUTER),
        ({"kind": Kind.PRINTER}, {"technology": "hdd"}, COMPUTER | {"reset"}),
        ({"kind": Kind.NETWORK}, {"technology": "ssd", "serial": ""}, COMPUTER | {"reset"}),
    ],
)
def test_a_disk_is_erased_only_in_the_ways_that_reach_it(workshop, machine, disk, offered):
    device = make_machine(workshop, **machine)
    assert {way.code for way in ways_for(make_disk(device, **disk), device)} == offered


def test_a_reset_says_nothing_of_a_disk_that_is_not_in_the_device_or_came_from_elsewhere(workshop):
    phone, other = make_machine(workshop, kind=Kind.PHONE), make_machine(workshop, kind=Kind.PHONE)
    card = make_disk(other, technology=Technology.SSD)
    move(card)
    assert {way.code for way in ways_for(card, None)} == COMPUTER
    move(card, phone)
    assert "keys" not in {way.code for way in ways_for(card, phone)}


@pytest.mark.parametrize(
    ("kind", "technology", "way", "found", "data"),
    [
        (Kind.PHONE, "ssd", "keys", ProofKind.ERASED, DataStatus.ERASED),
        (Kind.PHONE, "ssd", "reset", ProofKind.RESERVE, DataStatus.WITH_CAVEAT),
        (Kind.PRINTER, "hdd", "reset", ProofKind.RESERVE, DataStatus.WITH_CAVEAT),
        (Kind.LAPTOP, "hdd", "overwritten", ProofKind.ERASED, DataStatus.ERASED),
        (Kind.LAPTOP, "ssd", "overwritten", ProofKind.RESERVE, DataStatus.WITH_CAVEAT),
        (Kind.LAPTOP, "ssd", "sanitized", ProofKind.ERASED, DataStatus.ERASED),
        (Kind.LAPTOP, "ssd", "secure_erase", ProofKind.RESERVE, DataStatus.WITH_CAVEAT),
        (Kind.LAPTOP, "hdd", "secure_erase", ProofKind.ERASED, DataStatus.ERASED),
        (Kind.PHONE, "ssd", "failed", ProofKind.FAILED, DataStatus.FAILED),
    ],
)
def test_each_way_is_worth_what_it_reaches(workshop, member, kind, technology, way, found, data):
    machine = make_machine(workshop, kind=kind)
    disk = make_disk(machine, technology=technology)
    proof = note_erased(disk, machine, said(way), by=member, photo=picture())
    machine.refresh_from_db()
    assert (proof.kind, machine.data_status) == (found, data)
    assert bool(proof.reason) == (found == ProofKind.RESERVE)
    assert (proof.details.actor, proof.details.signed_by) == (member, "Alix")
    assert machine.entries.latest("sequence").to_data == data


def test_that_nothing_was_erased_is_noted_without_a_photo(workshop, member):
    machine = make_machine(workshop, kind=Kind.PHONE)
    disk = make_disk(machine, technology=Technology.SSD)
    assert note_erased(disk, machine, said("failed"), by=member, photo=None).kind == ProofKind.FAILED


@pytest.mark.parametrize(
    ("erasure", "photo", "field"),
    [
        (said("keys"), None, "photo"),
        (said("keys", days=-1), picture(), "on"),
        (said("keys", who=" "), picture(), "who"),
        (said("sanitized"), picture(), "way"),
        (said("prayer"), picture(), "way"),
    ],
)
def test_a_certificate_that_lacks_something_names_it_and_leaves_nothing(
    workshop, member, erasure, photo, field
):
    machine = make_machine(workshop, kind=Kind.PHONE)
    disk = make_disk(machine, technology=Technology.SSD)
    with pytest.raises(Missing) as refusal:
        note_erased(disk, machine, erasure, by=member, photo=photo)
    assert refusal.value.field == field
    assert not DataProof.objects.exists()
    assert not Evidence.objects.exists()


def test_after_a_return_neither_the_same_photo_nor_an_older_day_proves_anything(workshop, member):
    machine = machine_in(workshop, Step.READY, Custody.OURS, kind=Kind.PHONE)
    disk = parts_in(machine).get()
    note_erased(disk, machine, said("reset"), by=member, photo=picture("avant"))
    prove(disk, machine)
    do(machine, "give", by=member)
    do(machine, "take_back", by=member)
    for erasure, photo in ((said("reset"), picture("avant")), (said("reset", days=9), picture("autre"))):
        with pytest.raises(WrongState):
            note_erased(disk, machine, erasure, by=member, photo=photo)
    assert disk.proofs.latest("pk").kind == ProofKind.RESET
    assert (
        note_erased(disk, machine, said("reset"), by=member, photo=picture("après")).kind == ProofKind.RESERVE
    )


def test_one_photo_of_a_screen_serves_the_disks_that_it_shows(workshop, member):
    machine = make_machine(workshop)
    proofs = [
        note_erased(make_disk(machine), machine, said("overwritten"), by=member, photo=picture())
        for _number in range(2)
    ]
    assert [proof.proves for proof in proofs] == [True, True]
    assert Evidence.objects.count() == 1


def test_a_photo_of_another_workshop_proves_nothing_here(workshop, member):
    other = make_workshop("Ailleurs")
    theirs, mine = make_machine(other), make_machine(workshop)
    note_erased(make_disk(theirs), theirs, said("overwritten"), by=make_member(other), photo=picture())
    with pytest.raises(WrongState):
        note_erased(make_disk(mine), mine, said("overwritten"), by=member, photo=picture())


def test_a_disk_on_the_shelf_is_certified_by_who_works_where_it_came_from(workshop, member):
    machine = make_machine(workshop)
    disk = make_disk(machine)
    detach(disk, by=member)
    with pytest.raises(NotAllowed):
        note_erased(
            disk, None, said("overwritten"), by=make_member(make_workshop("Ailleurs")), photo=picture()
        )
    proof = note_erased(disk, None, said("overwritten"), by=member, photo=picture())
    assert (proof.proves, proof.machine, proof.evidence.organization) == (True, None, workshop)


def test_a_disk_that_left_is_certified_by_nobody(workshop, member):
    disk = make_disk(make_machine(workshop))
    prove(disk)
    move(disk, whereabouts="out")
    with pytest.raises(EquipmentError):
        note_erased(disk, None, said("overwritten"), by=member, photo=picture())


def test_every_way_says_what_to_take_a_photo_of_or_why_somebody_accepts_it():
    assert [way.code for way in WAYS.values() if way.needs_photo and not (way.help or way.reserve)] == []
