"""A machine that came back: erased again, replaced by another one."""

from __future__ import annotations

import pytest

from equipment.errors import NotProved, WrongState
from equipment.services import undo
from equipment.states import DataStatus, Step
from equipment.transitions import ReturnReason
from tests.equipment.factories import do, ready_machine

pytestmark = pytest.mark.django_db


def test_a_machine_that_comes_back_is_to_be_erased_again(workshop):
    machine = ready_machine(workshop)
    do(machine, "give")
    entry = do(machine, "take_back", reason=ReturnReason.UNSUITABLE)
    machine.refresh_from_db()
    assert (machine.step, machine.data_status) == (Step.ARRIVED, DataStatus.TO_ERASE)
    assert entry.reason == "unsuitable"
    with pytest.raises(NotProved):
        do(machine, "recycle")


def test_what_came_back_is_replaced_by_another_machine(workshop):
    returned, other = ready_machine(workshop), ready_machine(workshop)
    do(returned, "give")
    do(returned, "take_back")
    do(other, "give", replaces=returned)
    other.refresh_from_db()
    assert other.replaces == returned


def test_a_machine_that_never_came_back_is_not_replaced(workshop):
    gone, other = ready_machine(workshop), ready_machine(workshop)
    do(gone, "give")
    with pytest.raises(WrongState):
        do(other, "give", replaces=gone)


def test_a_machine_is_replaced_once_and_the_mistake_is_taken_back(workshop):
    returned, other, third = (ready_machine(workshop) for _each in range(3))
    do(returned, "give")
    do(returned, "take_back")
    entry = do(other, "give", replaces=returned)
    with pytest.raises(WrongState):
        do(third, "give", replaces=returned)
    undo(entry, by=None)
    do(third, "give", replaces=returned)
    assert list(returned.replaced_by.all()) == [third]
