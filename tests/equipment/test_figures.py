"""Machines that serve again: net of returns, by kind of beneficiary, with their weight."""

from datetime import timedelta

import pytest
from django.utils import timezone

from equipment.figures import compute
from equipment.services import apply, undo
from equipment.states import Situation
from maillage.figures.providers import Scope
from tests.equipment.factories import make_workshop, ready_machine

pytestmark = pytest.mark.django_db


def give(machine, situation=Situation.PERSON):
    return apply(machine, "give", by=None, situation=situation)


def figures(**narrowed):
    today = timezone.localdate()
    scope = Scope(start=today - timedelta(days=2), end=today, **narrowed)
    return {figure.key: figure.value for figure in compute(scope)}


def test_machines_are_counted_by_kind_of_beneficiary_with_their_weight(workshop):
    give(ready_machine(workshop, weight_grams=2000), Situation.STUDENT)
    give(ready_machine(workshop, weight_grams=3000), Situation.ASSOCIATION)

    assert figures() == {
        "redistributed": 2,
        "redistributed_student": 1,
        "redistributed_association": 1,
        "reused": 5,
    }


def test_what_came_back_is_not_counted(workshop):
    machine = ready_machine(workshop)
    give(machine)
    apply(machine, "take_back", by=None, reason="broken")

    assert figures()["redistributed"] == 0


def test_an_exit_that_was_taken_back_is_not_counted(workshop):
    undo(give(ready_machine(workshop)), by=None)

    assert figures()["redistributed"] == 0


def test_what_is_recycled_serves_nobody(workshop):
    ready_machine(workshop)

    assert figures()["redistributed"] == 0


def test_an_organisation_counts_its_own(workshop):
    give(ready_machine(workshop))

    assert figures(organization=make_workshop("Les autres puces"))["redistributed"] == 0
    assert figures(organization=workshop)["redistributed"] == 1
