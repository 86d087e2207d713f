"""What the e-mails of equipment say, and what they never become."""

import pytest

from equipment.messages.rendering import RENDERERS
from equipment.messages.sending import MACHINE_KEPT
from equipment.models import Need
from equipment.services.needs import ask, release
from maillage.outbox.models import Message
from tests.equipment.factories import ready_machine

pytestmark = pytest.mark.django_db

ROSALIE = {"contact_name": "Rosalie Patarin", "email": "rosalie@exemple.example"}


def rendered(kind):
    return [RENDERERS[kind](message.params) for message in Message.objects.filter(kind=kind)]


def test_the_outbox_holds_keys_and_no_name(workshop):
    ask(workshop, machine=ready_machine(workshop), **ROSALIE)

    assert "Patarin" not in str(list(Message.objects.values()))
    assert "rosalie@" not in str(list(Message.objects.values()))


def test_who_gave_no_address_is_not_written_to(workshop):
    ask(workshop, contact_name="Rosalie", phone="+33639980101")

    assert not Message.objects.exists()


def test_answers_go_to_the_workshop(workshop):
    workshop.email = "bonjour@puces.example"
    workshop.save()
    ask(workshop, machine=ready_machine(workshop), **ROSALIE)

    (content,) = rendered(MACHINE_KEPT)

    assert (content.to, content.reply_to) == ("rosalie@exemple.example", "bonjour@puces.example")


def test_a_message_about_a_machine_that_was_released_does_not_leave(workshop):
    need = ask(workshop, machine=ready_machine(workshop), **ROSALIE)

    release(need, by=None)

    assert rendered(MACHINE_KEPT) == [None]


def test_a_name_that_was_erased_is_written_to_nowhere(workshop):
    ask(workshop, machine=ready_machine(workshop), **ROSALIE)
    Need.objects.update(contact_name="", email="")

    assert rendered(MACHINE_KEPT) == [None]


def test_the_model_of_a_machine_never_breaks_the_subject(workshop):
    ask(workshop, machine=ready_machine(workshop, model="X\r\nBcc: a@a.example"), **ROSALIE)

    (content,) = rendered(MACHINE_KEPT)

    assert "\n" not in content.subject
