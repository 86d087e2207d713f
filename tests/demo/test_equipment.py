"""The workshop of the demo: machines in every state, and nothing about people that leaves."""

import pytest

from equipment.models import Lot, Machine, RecyclingSlip, Serial, StockPage
from equipment.states import Custody, Step
from maillage.outbox.models import Message, MessageStatus
from tests.demo.runs import demo_for_a_module

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("printed")]


@pytest.fixture(scope="module")
def printed(django_db_setup, django_db_blocker):
    with demo_for_a_module(django_db_blocker) as output:
        yield output


def test_forty_machines_stand_in_every_step_and_every_custody():
    told = Machine.objects.filter(before_tracking=False)
    assert told.count() == 40
    assert set(told.values_list("step", flat=True)) == set(Step.values)
    assert set(told.values_list("custody", flat=True)) == set(Custody.values)


def test_the_seventeen_of_the_bootic_are_among_the_past_exits_never_counted_as_proved():
    past = Machine.objects.filter(before_tracking=True)
    assert past.count() == 17
    assert set(past.values_list("data_status", flat=True)) == {"prior"}


def test_a_lot_of_twelve_has_no_serial_number():
    machines = Lot.objects.get().machines.all()
    assert machines.count() == 12
    assert not Serial.objects.filter(machine__in=machines).exists()


def test_some_machines_can_be_had_today_on_a_page_of_their_own():
    assert Machine.objects.available().count() == 6
    assert StockPage.objects.live().count() == 1


def test_a_recycling_slip_holds_its_machine():
    assert RecyclingSlip.objects.get().entries.count() == 1


def test_no_message_of_the_workshop_waits_to_leave():
    waiting = Message.objects.filter(status=MessageStatus.PENDING, kind__startswith="equipment")
    assert not waiting.exists()
