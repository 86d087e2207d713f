"""A machine taken apart: its parts go on the shelf, and come back when it was a mistake."""

from __future__ import annotations

import pytest

from equipment.services import undo
from equipment.services.components import attach, parts_in
from equipment.states import Custody, DataStatus, Step
from tests.equipment.factories import do, machine_in, make_machine, make_member

pytestmark = pytest.mark.django_db


def test_dismantling_leaves_the_parts_on_the_shelf_and_no_disk_inside(workshop):
    machine = machine_in(workshop, Step.DIAGNOSED, Custody.OURS)
    do(machine, "dismantle", by=make_member(workshop))
    machine.refresh_from_db()
    assert not parts_in(machine).exists()
    assert machine.data_status == DataStatus.NO_STORAGE


def test_dismantling_taken_back_puts_the_parts_back(workshop):
    machine = machine_in(workshop, Step.DIAGNOSED, Custody.OURS)
    disk = parts_in(machine).get()
    undo(do(machine, "dismantle", by=make_member(workshop)), by=None)
    machine.refresh_from_db()
    assert list(parts_in(machine)) == [disk]
    assert (machine.step, machine.data_status) == (Step.DIAGNOSED, DataStatus.ERASED)


def test_a_part_that_moved_on_since_stays_where_it_is(workshop):
    machine, other = machine_in(workshop, Step.DIAGNOSED, Custody.OURS), make_machine(workshop)
    disk = parts_in(machine).get()
    entry = do(machine, "dismantle", by=make_member(workshop))
    attach(disk, other, by=None)
    undo(entry, by=None)
    assert list(parts_in(other)) == [disk]
    assert not parts_in(machine).exists()
