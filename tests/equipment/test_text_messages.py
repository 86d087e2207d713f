"""Text messages, for those who left only a phone number, where the site sends some."""

from datetime import timedelta

import pytest
from django.utils import timezone

from equipment.jobs import remind_of_late_loans
from equipment.messages.sending import KEPT_REMINDER, LOAN_DUE, MACHINE_KEPT, NO_LONGER_KEPT
from equipment.models import Loan, Need
from equipment.services import apply
from equipment.services.needs import ask, lapse_overdue
from maillage.outbox.models import Channel, Message
from maillage.outbox.renderers import render
from tests.equipment.factories import make_workshop, ready_machine

pytestmark = pytest.mark.django_db

ROSALIE = {"contact_name": "Rosalie Patarin", "phone": "+33639980101"}


@pytest.fixture
def workshop():
    workshop = make_workshop()
    workshop.phone = "+33261910203"
    workshop.save()
    return workshop


@pytest.fixture
def sends_texts(settings):
    settings.MAILLAGE_OUTBOX = {"SMS_BACKEND": "maillage.outbox.sms.ConsoleBackend"}


def lend(workshop, days=30, **contact):
    due = timezone.localdate() + timedelta(days=days)
    apply(ready_machine(workshop), "lend", by=None, due_on=due, situation="person", **(contact or ROSALIE))
    return Loan.objects.get()


def waiting(kind, channel=Channel.SMS):
    return Message.objects.filter(kind=kind, channel=channel)


def text(message):
    content = render(message.kind, message.params, channel="sms")
    return content and content.text


@pytest.mark.usefixtures("sends_texts")
def test_a_borrower_without_an_address_is_reminded_by_a_text_message(workshop):
    loan = lend(workshop)
    message = waiting(LOAN_DUE).get()
    assert render(LOAN_DUE, message.params, channel="sms").to == loan.phone
    assert "Les Puces" in text(message)
    assert "02 61 91 02 03" in text(message)


@pytest.mark.usefixtures("sends_texts")
def test_a_late_borrower_is_reminded_once_by_a_text_message(workshop):
    lend(workshop, days=1)
    later = timezone.now() + timedelta(days=3)
    remind_of_late_loans(later)
    remind_of_late_loans(later)
    assert [key.endswith("late:sms") for key in waiting(LOAN_DUE).values_list("key", flat=True)].count(
        True
    ) == 1


@pytest.mark.usefixtures("sends_texts")
def test_an_address_comes_before_a_phone(workshop):
    lend(workshop, email="rosalie@exemple.example", **ROSALIE)
    assert waiting(LOAN_DUE, Channel.EMAIL).exists()
    assert not waiting(LOAN_DUE).exists()


def test_a_site_that_sends_no_text_message_writes_none(workshop):
    lend(workshop)
    assert not Message.objects.exists()


@pytest.mark.usefixtures("sends_texts")
def test_a_line_at_home_gets_no_text_message(workshop):
    lend(workshop, contact_name="Rosalie", phone="+33261910101")
    assert not Message.objects.exists()


@pytest.mark.usefixtures("sends_texts")
def test_a_machine_that_is_ready_is_told_by_a_text_message_and_reminded(workshop):
    need = ask(workshop, machine=ready_machine(workshop), **ROSALIE)
    assert need.reference in text(waiting(MACHINE_KEPT).get())
    assert need.reference in text(waiting(KEPT_REMINDER).get())


@pytest.mark.usefixtures("sends_texts")
def test_who_did_not_come_is_told_by_a_text_message(workshop):
    ask(workshop, machine=ready_machine(workshop), **ROSALIE)
    lapse_overdue(timezone.localdate() + timedelta(days=60))
    assert "plus gardé" in text(waiting(NO_LONGER_KEPT).get())


@pytest.mark.usefixtures("sends_texts")
def test_a_text_message_about_a_loan_that_is_over_does_not_leave(workshop):
    loan = lend(workshop)
    apply(loan.machine, "take_back", by=None, reason="end_of_loan")
    assert text(waiting(LOAN_DUE).get()) is None


@pytest.mark.usefixtures("sends_texts")
def test_a_person_who_is_forgotten_gets_no_text_message(workshop):
    ask(workshop, machine=ready_machine(workshop), **ROSALIE)
    Need.objects.update(phone="", contact_name="")
    assert text(waiting(MACHINE_KEPT).get()) is None


@pytest.mark.usefixtures("sends_texts")
def test_a_request_that_only_waits_costs_no_text_message(workshop):
    ask(workshop, **ROSALIE)
    assert not Message.objects.exists()


@pytest.mark.usefixtures("sends_texts")
def test_the_longest_name_of_an_organisation_leaves_room_for_the_sentence(workshop):
    workshop.name = "x" * 150
    workshop.save()
    lend(workshop)
    assert len(text(waiting(LOAN_DUE).get())) < 459
