"""Refused, or back with its donor: signed, and never with what somebody else left on it."""

from __future__ import annotations

import pytest

from equipment.errors import NotProved
from equipment.models import Machine
from equipment.services.components import attach, detach, parts_in
from equipment.services.merging import merge
from equipment.services.proofs import note_no_storage
from equipment.states import Custody
from tests.equipment.factories import (
    do,
    make_disk,
    make_machine,
    make_member,
    make_responsible,
    move,
    prove,
    ready_machine,
)

pytestmark = pytest.mark.django_db


def custody_of(machine):
    return Machine.objects.get(pk=machine.pk).custody


def test_what_the_donor_brought_goes_back_unproved(workshop):
    machine = make_machine(workshop)
    make_disk(machine)
    do(machine, "send_back")
    assert custody_of(machine) == Custody.SENT_BACK


def test_what_a_borrower_left_on_it_does_not_go_to_the_donor(workshop):
    machine = ready_machine(workshop)
    do(machine, "lend")
    do(machine, "take_back")
    with pytest.raises(NotProved, match="quelqu’un d’autre"):
        do(machine, "send_back")
    assert custody_of(machine) == Custody.OURS


def test_what_came_back_and_was_erased_again_goes_to_the_donor(workshop):
    machine = ready_machine(workshop)
    do(machine, "lend")
    do(machine, "take_back")
    prove(parts_in(machine).get(), machine)
    do(machine, "send_back")
    assert custody_of(machine) == Custody.SENT_BACK


def test_what_came_back_without_a_disk_is_opened_first(workshop):
    machine, member = ready_machine(workshop), make_member(workshop)
    detach(parts_in(machine).get(), by=member)
    note_no_storage(machine, by=member)
    do(machine, "lend")
    do(machine, "take_back")
    with pytest.raises(NotProved):
        do(machine, "send_back")
    note_no_storage(machine, by=member)
    do(machine, "send_back")
    assert custody_of(machine) == Custody.SENT_BACK


def test_a_disk_of_another_donor_does_not_go_with_it(workshop):
    machine = make_machine(workshop)
    attach(make_disk(make_machine(workshop)), machine, by=None)
    with pytest.raises(NotProved, match="quelqu’un d’autre"):
        do(machine, "send_back")


def test_a_disk_that_was_out_on_its_own_does_not_go_with_it(workshop):
    machine = make_machine(workshop)
    disk = make_disk(machine)
    prove(disk, machine)
    move(disk, whereabouts="out")
    move(disk, machine)
    with pytest.raises(NotProved, match="quelqu’un d’autre"):
        do(machine, "send_back")


def test_a_disk_seen_under_two_tags_of_one_object_is_the_donors_still(workshop):
    machine, twin = make_machine(workshop), make_machine(workshop)
    make_disk(twin)
    merge(twin, machine, by=make_responsible(workshop))
    do(machine, "send_back")
    assert custody_of(machine) == Custody.SENT_BACK


def test_a_donor_who_brings_it_again_may_have_it_back_again(workshop):
    machine = make_machine(workshop)
    make_disk(machine)
    for code in ("send_back", "take_back", "send_back"):
        do(machine, code)
    assert custody_of(machine) == Custody.SENT_BACK


@pytest.mark.parametrize("is_foreign", [True, False])
def test_the_database_says_the_same_in_words(workshop, monkeypatch, is_foreign):
    machine = ready_machine(workshop)
    do(machine, "give")
    do(machine, "take_back")
    if is_foreign:
        prove(parts_in(machine).get(), machine)
        attach(make_disk(make_machine(workshop)), machine, by=None)
    monkeypatch.setattr("equipment.services.transitions.check_conditions", lambda *_all: None)
    with pytest.raises(NotProved) as refusal:
        do(machine, "send_back")
    assert refusal.value.code == "only-the-donors-data-goes-back"
    assert "données de quelqu’un d’autre" in str(refusal.value)
