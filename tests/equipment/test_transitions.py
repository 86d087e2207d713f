"""What a transition leaves, and how the last one is taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from equipment.axes import Custody, DataStatus, Grade, Step
from equipment.errors import Missing, NotAllowed, NotProved, NotReversible, WrongState
from equipment.models import EntryDetails, LedgerEntry, Machine, NeedState
from equipment.services import apply, undo
from equipment.services.components import attach, parts_in
from equipment.transitions import TRANSITIONS, ReturnReason

from .factories import (
    given_for,
    guards_lifted,
    machine_in,
    make_disk,
    make_machine,
    make_member,
    make_need,
    make_responsible,
    make_workshop,
    prove,
    ready_machine,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop():
    return make_workshop()


def do(machine: Machine, code: str, by=None, **more) -> LedgerEntry:
    return apply(machine, code, by=by, **(given_for(TRANSITIONS[code], machine.organization) | more))


def test_an_entry_tells_who_did_it_in_a_row_that_can_be_emptied(workshop):
    member = make_member(workshop)
    entry = do(make_machine(workshop), "diagnose", by=member)
    assert entry.details.actor_id == member.pk
    assert entry.details.expires_on > timezone.localdate()


def test_the_site_itself_leaves_nobody_behind(workshop):
    assert do(make_machine(workshop), "diagnose").details is None
    assert not EntryDetails.objects.exists()


def test_what_a_transition_needs_is_asked_for_by_name(workshop):
    machine = ready_machine(workshop)
    with pytest.raises(Missing) as refusal:
        apply(machine, "give", by=None)
    assert refusal.value.field == "situation"


def test_the_ledger_takes_a_code_and_no_words_of_anybody(workshop):
    machine = machine_in(workshop, Step.READY, Custody.GIVEN)
    with pytest.raises(Missing) as refusal:
        apply(machine, "take_back", by=None, reason="Madame Patarin est déçue")
    assert refusal.value.field == "reason"


@pytest.mark.parametrize("cents", [-1, 1_000_001])
def test_a_price_is_one_that_somebody_may_pay(workshop, cents):
    with pytest.raises(Missing) as refusal:
        do(ready_machine(workshop), "sell", price_cents=cents)
    assert refusal.value.field == "price_cents"


def test_a_code_that_the_transition_does_not_ask_for_is_not_kept(workshop):
    entry = do(make_machine(workshop), "diagnose", reason="Madame Patarin")
    assert entry.reason == ""


def test_a_machine_without_a_grade_is_not_ready(workshop):
    machine = machine_in(workshop, Step.TESTED, Custody.OURS, grade="")
    with pytest.raises(Missing):
        do(machine, "make_ready")


def test_a_machine_for_parts_is_not_ready(workshop):
    machine = machine_in(workshop, Step.TESTED, Custody.OURS, grade=Grade.PARTS)
    with pytest.raises(WrongState, match="pièces"):
        do(machine, "make_ready")


@pytest.mark.parametrize("code", ["reserve", "lend", "give", "sell", "recycle"])
def test_a_machine_with_an_unproved_disk_does_not_leave(workshop, code):
    machine = machine_in(workshop, Step.READY, Custody.OURS, is_proved=False)
    with pytest.raises(NotProved):
        do(machine, code)


def test_a_machine_that_comes_back_is_to_be_erased_again(workshop):
    machine = ready_machine(workshop)
    do(machine, "give")
    entry = do(machine, "take_back", reason=ReturnReason.UNSUITABLE)
    machine.refresh_from_db()
    assert (machine.step, machine.data_status) == (Step.ARRIVED, DataStatus.TO_ERASE)
    assert entry.reason == "unsuitable"
    with pytest.raises(NotProved):
        do(machine, "recycle")


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


def test_every_refusal_of_the_database_is_a_sentence(workshop, monkeypatch):
    machine = ready_machine(workshop)
    prove(make_disk(machine), machine)
    make_disk(machine)
    monkeypatch.setattr("equipment.services.transitions.check_conditions", lambda *_all: None)
    with pytest.raises(NotProved) as refusal:
        do(machine, "give")
    assert refusal.value.code == "disk-is-proved"
    assert "equipment:" not in str(refusal.value)
