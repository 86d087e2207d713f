"""Requests for machines: kept, released, withdrawn, lapsed, served; the papers that each leaves."""

from datetime import timedelta

import pytest
from django.utils import timezone

from equipment.errors import EquipmentError, WrongState
from equipment.jobs import end_reservations, remind_of_late_loans, some_loan_is_late, some_reservation_ends
from equipment.messages.rendering import RENDERERS
from equipment.messages.sending import (
    KEPT_REMINDER,
    LOAN_DUE,
    MACHINE_KEPT,
    NEED_RECEIVED,
    NO_LONGER_KEPT,
    own_path,
)
from equipment.models import HandOver, Loan, Machine, Need, NeedState, WorkshopRules
from equipment.services import apply, undo
from equipment.services.exits import extend
from equipment.services.needs import allocate, ask, decline, release, withdraw
from equipment.states import Custody, Situation
from maillage.outbox.models import Message
from tests.equipment.factories import make_member, make_need, make_workshop, ready_machine

pytestmark = pytest.mark.django_db

ROSALIE = {"contact_name": "Rosalie Patarin", "email": "rosalie@exemple.example", "phone": ""}


@pytest.fixture
def machine(workshop):
    return ready_machine(workshop)


def custody_of(machine):
    return Machine.objects.get(pk=machine.pk).custody


def today():
    return timezone.localdate()


def texts_of(kind):
    return [
        content.text
        for message in Message.objects.filter(kind=kind)
        if (content := RENDERERS[kind](message.params)) is not None
    ]


def test_a_machine_is_kept_until_the_day_that_the_rules_say(workshop, machine):
    WorkshopRules.objects.create(organization=workshop, keeps_for_days=4)

    need = ask(workshop, machine=machine, **ROSALIE)

    assert need.kept_until == today() + timedelta(days=4)
    assert custody_of(machine) == Custody.RESERVED


def test_a_machine_that_somebody_has_is_kept_for_nobody_else(workshop, machine):
    ask(workshop, machine=machine, **ROSALIE)

    with pytest.raises(WrongState):
        ask(workshop, machine=machine, contact_name="Anselme", phone="+33639980102")

    assert Need.objects.count() == 1


def test_a_request_of_another_organisation_keeps_nothing(machine):
    stranger = make_need(make_workshop("Les autres puces"))

    with pytest.raises(WrongState):
        allocate(stranger, machine, by=None)

    assert custody_of(machine) == Custody.OURS


def test_a_released_machine_is_in_the_stock_and_its_request_in_the_queue(workshop, machine):
    need = ask(workshop, machine=machine, **ROSALIE)

    released = release(need, by=make_member(workshop))

    assert (released.state, released.machine, released.kept_until) == (NeedState.WAITING, None, None)
    assert machine in Machine.objects.available()


@pytest.mark.parametrize(
    ("end", "state"),
    [(withdraw, NeedState.WITHDRAWN), (lambda need: decline(need, by=None), NeedState.DECLINED)],
)
def test_a_request_that_ends_gives_its_machine_back(workshop, machine, end, state):
    need = ask(workshop, machine=machine, **ROSALIE)

    assert end(need).state == state
    assert custody_of(machine) == Custody.OURS


def test_a_request_ends_once(workshop):
    need = withdraw(make_need(workshop))

    with pytest.raises(WrongState):
        withdraw(need)


def test_nobody_came_so_the_machine_is_back_and_the_person_is_told(workshop, machine):
    need = ask(workshop, machine=machine, **ROSALIE)
    later = timezone.now() + timedelta(days=40)
    assert some_reservation_ends(later)

    end_reservations(later)

    need.refresh_from_db()
    assert (need.state, custody_of(machine)) == (NeedState.LAPSED, Custody.OURS)
    assert len(texts_of(NO_LONGER_KEPT)) == 1
    assert end_reservations(later) is None


def test_a_reservation_of_today_does_not_end(workshop, machine):
    need = ask(workshop, machine=machine, **ROSALIE)

    end_reservations(timezone.now())

    need.refresh_from_db()
    assert need.state == NeedState.ALLOCATED


def test_a_gift_serves_the_request_and_copies_its_contact(workshop, machine):
    need = ask(workshop, machine=machine, **ROSALIE)

    apply(machine, "give", by=make_member(workshop), need=need, situation=Situation.STUDENT)

    need.refresh_from_db()
    sheet = HandOver.objects.get()
    assert need.state == NeedState.SERVED
    assert (sheet.need, sheet.contact_name, sheet.guaranteed_until) == (need, "Rosalie Patarin", None)


def test_a_professional_guarantees_for_two_years(workshop, machine):
    WorkshopRules.objects.create(organization=workshop, sells_as_professional=True)

    apply(machine, "sell", by=None, situation=Situation.PERSON, price_cents=4000)

    sheet = HandOver.objects.get()
    assert sheet.guaranteed_until.year == today().year + 2
    assert sheet.expires_on >= sheet.guaranteed_until


def test_a_loan_is_open_until_the_machine_comes_back(workshop, machine):
    due = today() + timedelta(days=30)
    apply(machine, "lend", by=None, situation=Situation.PERSON, due_on=due, contact_name="Rosalie")
    loan = Loan.objects.get()
    assert (loan.due_on, loan.returned_at, loan.contact_name) == (due, None, "Rosalie")

    apply(machine, "take_back", by=None, reason="end_of_loan")

    loan.refresh_from_db()
    assert loan.returned_at is not None
    assert loan.expires_on > today()


def test_a_loan_never_ends_before_it_begins(machine):
    yesterday = today() - timedelta(days=1)

    with pytest.raises(EquipmentError):
        apply(machine, "lend", by=None, situation=Situation.PERSON, due_on=yesterday)

    assert custody_of(machine) == Custody.OURS


def test_an_exit_taken_back_leaves_no_paper_and_the_request_as_it_was(workshop, machine):
    need = ask(workshop, machine=machine, **ROSALIE)
    entry = apply(machine, "give", by=None, need=need, situation=Situation.PERSON)

    undo(entry, by=None)

    need.refresh_from_db()
    assert (need.state, need.machine) == (NeedState.ALLOCATED, machine)
    assert not HandOver.objects.exists()


def test_a_reservation_taken_back_puts_the_request_in_the_queue(workshop, machine):
    need = make_need(workshop)
    entry = apply(machine, "reserve", by=None, need=need)

    undo(entry, by=None)

    need.refresh_from_db()
    assert (need.state, need.machine) == (NeedState.WAITING, None)


def test_the_name_on_a_request_has_a_day_of_forgetting(workshop):
    assert ask(workshop, **ROSALIE).expires_on > today()


def test_a_request_is_acknowledged_with_a_link_that_opens_it(client, workshop):
    need = ask(workshop, **ROSALIE)

    (text,) = texts_of(NEED_RECEIVED)

    assert need.reference in text
    assert own_path(need).rsplit("/ma-demande/")[0] in text
    assert client.get(own_path(need)).status_code == 200


def test_a_machine_that_is_kept_is_told_until_when(workshop, machine):
    need = ask(workshop, machine=machine, **ROSALIE)

    (text,) = texts_of(MACHINE_KEPT)

    assert machine.name in text
    assert str(need.kept_until.day) in text
    assert len(texts_of(KEPT_REMINDER)) == 1


def test_a_reminder_has_no_sense_once_the_machine_is_fetched(workshop, machine):
    need = ask(workshop, machine=machine, **ROSALIE)

    apply(machine, "give", by=None, need=need, situation=Situation.PERSON)

    assert texts_of(KEPT_REMINDER) == []


def test_a_borrower_is_reminded_once_before_and_once_after_the_day(machine):
    due = today() + timedelta(days=30)
    apply(machine, "lend", by=None, situation=Situation.PERSON, due_on=due, **ROSALIE)
    late = timezone.now() + timedelta(days=40)
    assert some_loan_is_late(late)

    for _run in range(2):
        remind_of_late_loans(late)

    assert Message.objects.filter(kind=LOAN_DUE).count() == 2


def test_a_loan_that_is_extended_is_reminded_of_its_new_day(machine):
    apply(machine, "lend", by=None, situation=Situation.PERSON, due_on=today() + timedelta(days=9), **ROSALIE)
    loan = extend(Loan.objects.get(), today() + timedelta(days=60))

    assert len(texts_of(LOAN_DUE)) == 1
    assert Message.objects.filter(kind=LOAN_DUE).count() == 2
    assert loan.due_on == today() + timedelta(days=60)


def test_following_the_link_changes_nothing_and_the_button_withdraws(client, workshop, machine):
    need = ask(workshop, machine=machine, **ROSALIE)
    client.get(own_path(need))
    need.refresh_from_db()
    assert need.state == NeedState.ALLOCATED

    client.post(own_path(need))

    need.refresh_from_db()
    assert (need.state, custody_of(machine)) == (NeedState.WITHDRAWN, Custody.OURS)


def test_a_link_that_was_altered_opens_nothing(client, workshop):
    path = own_path(make_need(workshop))

    assert client.get(path.replace("/ma-demande/", "/ma-demande/X")).status_code == 404


def test_the_link_dies_with_the_name(client, workshop):
    need = make_need(workshop)
    Need.objects.filter(pk=need.pk).update(anonymized_at=timezone.now())

    assert client.get(own_path(need)).status_code == 404
