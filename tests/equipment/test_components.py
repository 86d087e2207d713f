"""Parts between machines: a disk takes along what is known of its data."""

from __future__ import annotations

import pytest

from equipment.errors import NotAllowed, NotProved, WrongState
from equipment.models import ComponentKind, DataProof, ProofKind, Whereabouts
from equipment.services import apply
from equipment.services.components import attach, detach, let_out, parts_in
from equipment.states import Custody, DataStatus, Step
from equipment.transitions import TRANSITIONS
from tests.equipment.factories import (
    given_for,
    machine_in,
    make_disk,
    make_machine,
    make_member,
    make_workshop,
    prove,
    ready_machine,
)

pytestmark = pytest.mark.django_db


def test_a_disk_makes_the_machine_what_is_known_of_it(workshop):
    machine = ready_machine(workshop)
    attach(make_disk(), machine, by=make_member(workshop))
    machine.refresh_from_db()
    assert machine.data_status == DataStatus.TO_ERASE


def test_a_disk_moved_tells_of_both_machines(workshop):
    first, second = ready_machine(workshop), make_machine(workshop)
    attach(parts_in(first).get(), second, by=None)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.data_status, second.data_status) == (DataStatus.UNKNOWN, DataStatus.ERASED)


def test_a_disk_taken_out_leaves_its_machine_unknown(workshop):
    machine = ready_machine(workshop)
    disk = parts_in(machine).get()
    detach(disk, by=None)
    machine.refresh_from_db()
    assert machine.data_status == DataStatus.UNKNOWN
    assert disk.moves.order_by("-sequence").first().whereabouts == Whereabouts.ON_SHELF


def test_memory_says_nothing_of_data(workshop):
    machine = ready_machine(workshop)
    attach(make_disk(kind=ComponentKind.MEMORY), machine, by=None)
    machine.refresh_from_db()
    assert machine.data_status == DataStatus.ERASED


def test_an_unproved_disk_does_not_leave_on_its_own(workshop):
    with pytest.raises(NotProved):
        let_out(make_disk(), by=None)


def test_a_proved_disk_leaves_on_its_own_and_is_to_be_erased_when_it_is_back(workshop):
    disk = make_disk()
    prove(disk)
    let_out(disk, by=None)
    machine = make_machine(workshop)
    attach(disk, machine, by=None)
    machine.refresh_from_db()
    assert DataProof.objects.filter(component=disk).order_by("-pk").first().kind == ProofKind.RESET
    assert machine.data_status == DataStatus.TO_ERASE


def test_no_part_leaves_a_machine_that_is_gone(workshop):
    machine = ready_machine(workshop)
    disk = parts_in(machine).get()
    apply(machine, "give", by=None, **given_for(TRANSITIONS["give"], workshop))
    with pytest.raises(WrongState):
        detach(disk, by=None)


def test_no_part_goes_into_a_machine_that_is_gone(workshop):
    machine = machine_in(workshop, Step.ARRIVED, Custody.SENT_BACK)
    with pytest.raises(WrongState):
        attach(make_disk(), machine, by=None)


def test_nobody_takes_a_part_of_another_workshop(workshop):
    machine = make_machine(workshop)
    disk = make_disk(machine)
    with pytest.raises(NotAllowed):
        detach(disk, by=make_member(make_workshop("Les Voisins")))
