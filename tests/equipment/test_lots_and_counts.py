"""What arrives together, and what is counted instead of tagged."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from equipment.errors import Missing, WrongState
from equipment.models import CountedWhy, LedgerEntry, Lot
from equipment.services import apply, receive_lot
from equipment.services.bulk_operation import apply_to_many, undo_series
from equipment.services.bulk_stock import count_again, count_in, count_out, counted_stock
from equipment.states import CountedKind, Kind, Step
from tests.equipment.factories import make_machine, make_member, make_workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def lot():
    return Lot.objects.create(organization=make_workshop(), label="Douze tours de la médiathèque")


def test_twelve_machines_get_twelve_tags_and_their_first_entry(lot):
    machines = receive_lot(lot, 12, by=make_member(lot.organization), kind=Kind.DESKTOP)
    assert len({machine.tag for machine in machines}) == 12
    assert LedgerEntry.objects.filter(machine__lot=lot, code="receive", sequence=1).count() == 12


def test_they_are_moved_on_like_any_other(lot):
    (machine,) = receive_lot(lot, 1)
    assert apply(machine, "diagnose", by=None).sequence == 2


def test_two_hundred_machines_cost_a_few_statements(lot):
    with CaptureQueriesContext(connection) as queries:
        receive_lot(lot, 200)
    assert len(queries) <= 15


@pytest.mark.parametrize("quantity", [0, 201])
def test_a_lot_has_its_bounds(lot, quantity):
    with pytest.raises(ValueError, match="1 to 200"):
        receive_lot(lot, quantity)
    assert not lot.machines.exists()


def test_a_series_says_of_each_machine_what_became_of_it(lot):
    machines = receive_lot(lot, 3)
    apply(machines[1], "diagnose", by=None)
    series = apply_to_many(machines, "diagnose", by=None)
    assert [entry.machine_id for entry in series.done] == [machines[0].pk, machines[2].pk]
    assert [machine for machine, _why in series.refused] == [machines[1]]
    assert all(why for _machine, why in series.refused)


def test_one_gesture_takes_the_series_back_but_for_what_moved_on(lot):
    machines = receive_lot(lot, 3)
    series = apply_to_many(machines, "diagnose", by=None)
    apply(machines[2], "dismantle", by=None)
    undone = undo_series(series.key, by=None)
    assert len(undone.done) == 2
    assert [machine for machine, _why in undone.refused] == [machines[2]]
    assert list(lot.machines.order_by("pk").values_list("step", flat=True)) == [
        Step.ARRIVED,
        Step.ARRIVED,
        Step.DISMANTLED,
    ]


def test_a_series_is_taken_back_once(lot):
    series = apply_to_many(receive_lot(lot, 2), "diagnose", by=None)
    undo_series(series.key, by=None)
    assert undo_series(series.key, by=None).done == []


def test_a_stranger_moves_nothing_of_a_series(lot):
    stranger = make_member(make_workshop("Les Voisins"))
    series = apply_to_many([make_machine(lot.organization)], "diagnose", by=stranger)
    assert series.done == []
    assert len(series.refused) == 1


def test_the_stock_is_the_sum_of_what_came_and_went(lot):
    count_in(lot.organization, CountedKind.SCREEN, quantity=12, lot=lot)
    count_in(lot.organization, CountedKind.CABLE, grams=4000)
    count_out(lot.organization, CountedKind.SCREEN, CountedWhy.GIVEN, quantity=5)
    stock = counted_stock(lot.organization)
    assert stock[CountedKind.SCREEN].quantity == 7
    assert stock[CountedKind.CABLE].grams == 4000


def test_no_more_leaves_than_there_is(lot):
    count_in(lot.organization, CountedKind.SCREEN, quantity=2)
    with pytest.raises(WrongState, match="2"):
        count_out(lot.organization, CountedKind.SCREEN, CountedWhy.SOLD, quantity=3)


def test_counting_again_writes_the_difference(lot):
    count_in(lot.organization, CountedKind.MOUSE, quantity=10)
    assert count_again(lot.organization, CountedKind.MOUSE, quantity=7).quantity == -3
    assert count_again(lot.organization, CountedKind.MOUSE, quantity=7) is None


def test_nothing_is_not_counted(lot):
    with pytest.raises(Missing):
        count_in(lot.organization, CountedKind.KEYBOARD)
