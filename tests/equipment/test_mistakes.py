"""A disk that was typed by mistake: who may sign that it does not exist, and of which disk."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from equipment.errors import Missing, NotAllowed, NotProved, WrongState
from equipment.models import ComponentMove, ProofKind, Whereabouts
from equipment.services.by_hand import Sort, TypedDisk, note_disk, note_mistake
from equipment.services.components import attach, detach, parts_in
from equipment.services.ledger import write_details
from equipment.services.transitions import bring_to_ready
from equipment.states import DataStatus, Grade
from tests.equipment.factories import (
    make_disk,
    make_evidence,
    make_machine,
    make_member,
    make_responsible,
    make_workshop,
    move,
    prove,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader(workshop):
    return make_responsible(workshop)


@pytest.fixture
def machine(workshop):
    return make_machine(workshop)


@pytest.fixture
def typed(machine, leader):
    return note_disk(machine, TypedDisk(Sort.HDD, serial="Z1D0TYPO"), by=leader)


def test_who_answers_for_the_workshop_signs_and_somebody_still_says_what_is_inside(machine, typed, leader):
    note_mistake(typed, by=leader, words="Tapé deux fois.")
    machine.refresh_from_db()
    entry = machine.entries.latest("sequence")
    assert not parts_in(machine).exists()
    assert (entry.code, entry.details.actor, entry.details.words) == ("data", leader, "Tapé deux fois.")
    assert machine.data_status == DataStatus.UNKNOWN
    with pytest.raises(NotProved):
        bring_to_ready(machine, by=leader, grade=Grade.GOOD)


def test_it_is_signed_for_in_the_ledger_when_another_disk_is_unproved_too(machine, typed, leader):
    make_disk(machine)
    note_mistake(typed, by=leader, words="Le numéro d’une autre machine.")
    assert machine.entries.latest("sequence").details.words == "Le numéro d’une autre machine."


def test_one_on_the_shelf_leaves_the_list_of_disks_in_doubt(client, machine, typed, leader):
    detach(typed, by=leader)
    client.force_login(leader)
    client.post(
        reverse("equipment_workshop:mistake", args=[machine.tag, typed.pk]), {"words": "Tapé deux fois."}
    )
    page = client.get(reverse("equipment_admin:parts") + "?data=in_doubt").context["page_obj"]
    assert list(page.object_list) == []
    shown = client.get(reverse("equipment_workshop:part", args=[typed.pk])).content.decode()
    assert "Tapé deux fois." in shown
    assert "/efface" not in shown


@pytest.mark.parametrize(("model", "is_the_same"), [("", True), ("WD5000AAKX", False)])
def test_a_disk_that_exists_after_all_is_typed_again_where_it_is(workshop, typed, leader, model, is_the_same):
    note_mistake(typed, by=leader, words="Dans la machine d’à côté.")
    other = make_machine(workshop)
    again = note_disk(other, TypedDisk(Sort.HDD, serial="Z1D0TYPO", model=model), by=leader)
    assert list(parts_in(other)) == [again]
    assert (again == typed) == is_the_same


def test_a_member_and_another_workshop_sign_nothing(workshop, typed):
    for user in (make_member(workshop), make_responsible(make_workshop("Ailleurs"))):
        with pytest.raises(NotAllowed):
            note_mistake(typed, by=user, words="Tapé deux fois.")


def test_it_takes_words(typed, leader):
    with pytest.raises(Missing):
        note_mistake(typed, by=leader, words=" ")


def elsewhere(disk, machine):
    attach(disk, make_machine(machine.organization), by=None)


REAL = {
    "found erased": prove,
    "found not erased": lambda disk, machine: prove(disk, machine, ProofKind.FAILED),
    "in another machine since": elsewhere,
    "a file came since": lambda _disk, machine: make_evidence(machine),
    "left": lambda disk, machine: (prove(disk, machine), move(disk, whereabouts=Whereabouts.OUT)),
}


@pytest.mark.parametrize("what", REAL)
def test_a_disk_that_something_speaks_of_is_no_mistake_by_any_door(machine, typed, leader, what):
    REAL[what](typed, machine)
    refuse_by_every_door(typed, leader)


def test_a_disk_that_a_file_noted_is_no_mistake_by_any_door(machine, leader):
    refuse_by_every_door(make_disk(machine), leader)


def refuse_by_every_door(disk, leader):
    with pytest.raises(WrongState):
        note_mistake(disk, by=leader, words="Tapé deux fois.")
    with pytest.raises(IntegrityError, match="mistake-is-typed"), transaction.atomic():
        ComponentMove.objects.create(
            component=disk,
            sequence=disk.moves.count() + 1,
            whereabouts=Whereabouts.NOWHERE,
            details=write_details(leader),
        )
