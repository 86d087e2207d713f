"""What a transition asks for, and what it leaves in the ledger."""

from __future__ import annotations

import pytest
from django.utils import timezone

from equipment.errors import Missing, NotProved, WrongState
from equipment.models import EntryDetails
from equipment.prices import DEAREST_CENTS
from equipment.services import apply
from equipment.states import Custody, Grade, Step
from tests.equipment.doors import plain
from tests.equipment.factories import (
    do,
    machine_in,
    make_disk,
    make_machine,
    make_member,
    prove,
    ready_machine,
)

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize(
    ("given", "field", "limit"),
    [
        ({"price_cents": -1}, "price_cents", "100 000 €"),
        ({"price_cents": DEAREST_CENTS + 1}, "price_cents", "100 000 €"),
        ({"situation": "voisine"}, "situation", "choisissez une situation"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_limit(workshop, given, field, limit):
    with pytest.raises(Missing) as refusal:
        do(ready_machine(workshop), "sell", **given)
    assert refusal.value.field == field
    assert limit in plain(str(refusal.value))


@pytest.mark.parametrize(("words", "limit"), [("", "en quelques mots"), ("x" * 501, "500 signes")])
def test_words_that_are_missing_or_too_long_are_told_apart(workshop, words, limit):
    with pytest.raises(Missing, match=limit):
        do(ready_machine(workshop), "back_to_bench", words=words)


@pytest.mark.parametrize("cents", [0, 1_000_100, DEAREST_CENTS])
def test_a_price_up_to_the_dearest_is_kept(workshop, cents):
    assert do(ready_machine(workshop), "sell", price_cents=cents).price_cents == cents


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


def test_every_refusal_of_the_database_is_a_sentence(workshop, monkeypatch):
    machine = ready_machine(workshop)
    prove(make_disk(machine), machine)
    make_disk(machine)
    monkeypatch.setattr("equipment.services.transitions.check_conditions", lambda *_all: None)
    with pytest.raises(NotProved) as refusal:
        do(machine, "give")
    assert refusal.value.code == "disk-is-proved"
    assert "equipment:" not in str(refusal.value)
