"""Donations: announced by the public, agreed, received as a lot; the receipt that few may issue."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from equipment.errors import NotAllowed, WrongState
from equipment.messages.rendering import RENDERERS
from equipment.messages.sending import DONATION_AGREED, own_path
from equipment.models import Donation, DonationState, WorkshopRules
from equipment.services.donations import (
    agree,
    announce,
    check_tax_receipt,
    receive_donation,
    withdraw_donation,
)
from equipment.states import Kind
from maillage.outbox.models import Message
from tests.equipment.factories import make_workshop, ready_machine
from tests.places.factories import make_editor

pytestmark = pytest.mark.django_db

DONOR = {"contact_name": "Rosalie Patarin", "email": "rosalie@exemple.example", "what": "Douze PC"}
URL = "equipment_public:donation"


@pytest.fixture
def workshop():
    workshop = make_workshop()
    WorkshopRules.objects.create(organization=workshop)
    return workshop


def typed(**fields):
    return {
        "kind": "firm",
        "what": "Trois portables",
        "way": "brought",
        "contact_name": "Anselme Guérin",
        "phone": "06 39 98 01 02",
        "form_key": "don",
        **fields,
    }


def in_days(days):
    return timezone.now() + timedelta(days=days)


def test_a_firm_announces_a_donation_and_follows_it_by_its_own_link(client, workshop):
    day = timezone.localdate() + timedelta(days=8)

    answer = client.post(reverse(URL), typed(organization=workshop.pk, day=day.isoformat(), hour="14:30"))

    donation = Donation.objects.get()
    asked = timezone.localtime(donation.appointment_at)
    assert (asked.date(), asked.hour, asked.minute) == (day, 14, 30)
    assert donation.state == DonationState.ANNOUNCED
    assert donation.reference in client.get(answer.url).content.decode()


def test_an_address_is_asked_only_to_fetch(client, workshop):
    answer = client.post(reverse(URL), typed(organization=workshop.pk, way="fetched"))
    assert answer.status_code == 422
    assert 'href="#id_street"' in answer.content.decode()

    client.post(reverse(URL), typed(organization=workshop.pk, street="12 rue du Port"))

    assert Donation.objects.get().street == ""


def test_a_tax_receipt_is_offered_only_where_somebody_may_issue_one(client, workshop):
    assert "wants_tax_receipt" not in client.get(reverse(URL)).content.decode()

    WorkshopRules.objects.update(issues_tax_receipts=True)

    assert "wants_tax_receipt" in client.get(reverse(URL)).content.decode()


def test_the_day_that_is_agreed_is_told_to_the_donor(workshop):
    donation = announce(workshop, **DONOR)

    agree(donation, in_days(3), by=None)

    message = Message.objects.get(kind=DONATION_AGREED)
    assert donation.reference in RENDERERS[DONATION_AGREED](message.params).text


def test_a_day_that_is_past_is_not_agreed(workshop):
    with pytest.raises(WrongState):
        agree(announce(workshop, **DONOR), in_days(-1), by=None)


def test_another_organisation_agrees_on_nothing(workshop):
    stranger = make_editor(make_workshop("Les autres puces"))

    with pytest.raises(NotAllowed):
        agree(announce(workshop, **DONOR), in_days(3), by=stranger)


def test_what_arrives_is_a_lot_with_a_tag_for_each_machine(workshop):
    donation = announce(workshop, **DONOR)

    lot = receive_donation(donation, machines=12, label="Douze PC", by=None, kind=Kind.DESKTOP)

    donation.refresh_from_db()
    assert donation.state == DonationState.RECEIVED
    assert len({machine.tag for machine in lot.machines.all()}) == 12


def test_a_donation_arrives_once(workshop):
    donation = announce(workshop, **DONOR)
    receive_donation(donation, machines=0, label="Des écrans", by=None)

    with pytest.raises(WrongState):
        receive_donation(donation, machines=0, label="Des écrans", by=None)


def test_a_donor_takes_the_donation_back_by_the_link(client, workshop):
    donation = announce(workshop, way="fetched", street="12 rue du Port", **DONOR)
    client.get(own_path(donation))
    donation.refresh_from_db()
    assert donation.state == DonationState.ANNOUNCED

    client.post(own_path(donation))

    donation.refresh_from_db()
    assert (donation.state, donation.street) == (DonationState.WITHDRAWN, "")


def test_a_donation_that_is_here_is_not_withdrawn(workshop):
    donation = announce(workshop, **DONOR)
    receive_donation(donation, machines=0, label="Des écrans", by=None)

    with pytest.raises(WrongState):
        withdraw_donation(donation)


def test_nobody_issues_a_tax_receipt_without_the_right(workshop):
    donation = announce(workshop, **DONOR)
    receive_donation(donation, machines=0, label="Des écrans", by=None)
    donation.refresh_from_db()

    with pytest.raises(NotAllowed):
        check_tax_receipt(donation)


def test_the_forms_say_so_where_no_organisation_equips_people(client):
    assert "Aucune structure ne prend de dons" in client.get(reverse(URL)).content.decode()


def test_an_organisation_with_machines_takes_requests(client):
    ready_machine(make_workshop())

    assert client.get(reverse("equipment_public:need")).content.decode().count("<button") == 1
