"""« Annuler »: the last change, once, and an exit within the day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from equipment.errors import NotAllowed, NotReversible
from equipment.models import LedgerEntry, NeedState
from equipment.services import undo
from equipment.services.components import parts_in
from equipment.states import Custody, DataStatus, Step
from tests.equipment.factories import (
    do,
    guards_lifted,
    machine_in,
    make_machine,
    make_member,
    make_need,
    make_responsible,
    prove,
    ready_machine,
)

pytestmark = pytest.mark.django_db


def test_the_last_change_is_taken_back(workshop):
    machine = make_machine(workshop)
    entry = do(machine, "diagnose")
    reversing = undo(entry, by=make_member(workshop))
    machine.refresh_from_db()
    assert machine.step == Step.ARRIVED
    assert reversing.reverses == entry


def test_a_change_is_taken_back_once(workshop):
    entry = do(make_machine(workshop), "diagnose")
    reversing = undo(entry, by=None)
    for again in (entry, reversing):
        with pytest.raises(NotReversible):
            undo(again, by=None)


def test_only_the_last_change_is_taken_back(workshop):
    machine = machine_in(workshop, Step.WIPED, Custody.OURS)
    entry = do(machine, "refurbish")
    do(machine, "test")
    with pytest.raises(NotReversible):
        undo(entry, by=None)


@pytest.mark.parametrize("code", ["lend", "give", "sell", "recycle"])
def test_an_exit_taken_back_the_same_day_leaves_no_paper_and_the_proofs_stand(workshop, code):
    machine = ready_machine(workshop)
    undo(do(machine, code), by=make_responsible(workshop))
    machine.refresh_from_db()
    assert (machine.custody, machine.data_status) == (Custody.OURS, DataStatus.ERASED)
    assert not machine.loans.exists()
    assert not machine.hand_overs.exists()
    assert do(machine, "give")


def test_who_was_served_before_never_waits_again_for_another_exit_taken_back(workshop):
    machine, need = ready_machine(workshop), make_need(workshop)
    do(machine, "give", need=need)
    do(machine, "take_back")
    prove(parts_in(machine).get(), machine)
    undo(do(machine, "recycle"), by=None)
    need.refresh_from_db()
    assert need.state == NeedState.SERVED


def test_an_exit_taken_back_lets_its_request_wait_again(workshop):
    machine, need = ready_machine(workshop), make_need(workshop)
    undo(do(machine, "give", need=need), by=None)
    need.refresh_from_db()
    assert (need.state, need.machine) == (NeedState.WAITING, None)


def test_an_exit_is_taken_back_by_who_answers_for_the_workshop(workshop):
    entry = do(ready_machine(workshop), "give")
    with pytest.raises(NotAllowed):
        undo(entry, by=make_member(workshop))


@pytest.mark.parametrize("code", ["give", "send_back"])
def test_what_left_more_than_a_day_ago_comes_back_as_a_return(workshop, code):
    machine = (
        machine_in(workshop, Step.ARRIVED, Custody.OURS) if code == "send_back" else ready_machine(workshop)
    )
    entry = do(machine, code)
    with guards_lifted():
        LedgerEntry.objects.filter(pk=entry.pk).update(at=timezone.now() - timedelta(hours=25))
    entry.refresh_from_db()
    with pytest.raises(NotReversible):
        undo(entry, by=None)


def test_a_return_is_not_taken_back(workshop):
    machine = ready_machine(workshop)
    do(machine, "give")
    entry = do(machine, "take_back")
    with pytest.raises(NotReversible):
        undo(entry, by=None)
