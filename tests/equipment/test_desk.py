"""The desk in the admin: what is decided about requests, donations, prices, loans and slips."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from equipment.models import Donation, DonationState, Loan, Need, NeedState, Price, RecyclingSlip
from equipment.services import apply
from equipment.services.bulk_stock import count_in
from equipment.services.donations import announce
from equipment.states import CountedKind, Custody, Situation
from maillage.privacy.models import AccessRecord
from tests.equipment.factories import make_member, make_need, make_workshop, ready_machine

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, workshop):
    """Somebody of the workshop at the desk: sends a form, returns the answer."""
    member = make_member(workshop)
    member.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(member)

    def send(name, *args, **fields):
        return client.post(reverse(name, args=args), fields)

    send.client = client
    return send


def need_fields(need, **fields):
    same = ("wanted", "situation", "commune", "usage", "contact_name", "phone", "email")
    return {**{name: getattr(need, name) for name in same}, **fields}


def donation_fields(donation, **fields):
    same = ("what", "kind", "way", "street", "commune", "contact_name", "phone", "email")
    return {**{name: getattr(donation, name) for name in same}, "machines": 0, **fields}


def test_a_machine_is_kept_for_a_request_of_the_queue(desk, workshop):
    need, machine = make_need(workshop), ready_machine(workshop)

    desk("equipment_needs:edit", need.pk, **need_fields(need, decision="keep", kept_machine=machine.pk))

    need.refresh_from_db()
    assert (need.state, need.machine) == (NeedState.ALLOCATED, machine)


def test_a_machine_must_be_chosen(desk, workshop):
    need = make_need(workshop)

    answer = desk("equipment_needs:edit", need.pk, **need_fields(need, decision="keep"))

    need.refresh_from_db()
    assert need.state == NeedState.WAITING
    assert "Choisissez la machine" in answer.content.decode()


def test_a_request_is_declined(desk, workshop):
    need = make_need(workshop)

    desk("equipment_needs:edit", need.pk, **need_fields(need, decision="decline"))

    need.refresh_from_db()
    assert need.state == NeedState.DECLINED


def test_a_request_taken_by_phone_has_its_day_of_forgetting(desk, workshop):
    fields = {"organization": workshop.pk, "wanted": "laptop", "situation": "person"}

    desk("equipment_needs:add", **fields, contact_name="Rosalie", phone="06 39 98 01 01", email="")

    need = Need.objects.get()
    assert need.phone == "+33639980101"
    assert need.expires_on > timezone.localdate()


def test_who_opened_a_request_is_written(desk, workshop):
    desk.client.get(reverse("equipment_needs:edit", args=[make_need(workshop).pk]))

    assert AccessRecord.objects.filter(what="equipment.desk").exists()


def test_the_request_of_another_organisation_is_not_found(desk):
    stranger = make_need(make_workshop("Les autres puces"))

    assert desk.client.get(reverse("equipment_needs:edit", args=[stranger.pk])).status_code == 404


def test_the_queue_names_nobody(desk, workshop):
    make_need(workshop)

    assert "Patarin" not in desk.client.get(reverse("equipment_needs:index")).content.decode()


def test_the_day_of_a_donation_is_agreed(desk, workshop):
    donation = announce(workshop, contact_name="Anselme", phone="+33639980102", what="Un PC")
    day = (timezone.localtime() + timedelta(days=4)).strftime("%Y-%m-%d %H:%M")

    desk(
        "equipment_donations:edit",
        donation.pk,
        **donation_fields(donation, decision="agree", appointment_at=day),
    )

    assert Donation.objects.get().state == DonationState.AGREED


def test_a_donation_becomes_a_lot_with_its_tags(desk, workshop):
    donation = announce(workshop, contact_name="Anselme", phone="+33639980102", what="Deux PC")
    arrived = {"decision": "receive", "label": "Deux PC", "machines": 2, "machine_kind": "desktop"}

    desk("equipment_donations:edit", donation.pk, **{**donation_fields(donation), **arrived})

    assert Donation.objects.get().lots.get().machines.count() == 2


def test_a_price_is_typed_in_euros(desk, workshop):
    fields = {"organization": workshop.pk, "kind": "laptop", "situation": "student", "euros": "40"}

    desk("equipment_prices:add", **fields)

    assert Price.objects.get().cents == 4000


def test_a_loan_ends_another_day(desk, workshop):
    soon, later = (timezone.localdate() + timedelta(days=days) for days in (9, 60))
    apply(ready_machine(workshop), "lend", by=None, situation=Situation.PERSON, due_on=soon)

    desk("equipment_loans:edit", Loan.objects.get().pk, due_on=later.isoformat())

    assert Loan.objects.get().due_on == later


def test_nobody_adds_a_loan_by_hand(desk):
    assert desk.client.get(reverse("equipment_loans:add")).status_code == 302
    assert not Loan.objects.exists()


def test_a_slip_weighs_kilograms_and_takes_what_is_counted(desk, workshop):
    count_in(workshop, CountedKind.SCREEN, quantity=20)
    slip = {"organization": workshop.pk, "eco_organisation": "ecosystem", "number": "E-1"}
    counted = {"counted_kind": "screen", "counted_quantity": 14}
    day = timezone.localdate().isoformat()

    desk("equipment_slips:add", **slip, **counted, collected_on=day, kilograms="84,5")

    made = RecyclingSlip.objects.get()
    assert made.weight_grams == 84_500
    assert made.counted.get().quantity == -14


def test_a_slip_never_takes_more_than_there_is(desk, workshop):
    slip = {"organization": workshop.pk, "eco_organisation": "ecosystem", "number": "E-1"}
    counted = {"counted_kind": "screen", "counted_quantity": 14}
    day = timezone.localdate().isoformat()

    desk("equipment_slips:add", **slip, **counted, collected_on=day, kilograms="84,5")

    assert not RecyclingSlip.objects.exists()


def test_only_the_networks_team_says_who_issues_tax_receipts(desk, workshop):
    desk(
        "equipment_rules:add",
        organization=workshop.pk,
        issues_tax_receipts="on",
        keeps_for_days=10,
        loan_days=90,
        waits_too_long_days=30,
    )

    assert workshop.workshop_rules.issues_tax_receipts is False


def test_a_refusal_of_a_service_is_shown_and_writes_nothing(desk, workshop):
    need, machine = make_need(workshop), ready_machine(workshop)
    apply(machine, "reserve", by=None, need=make_need(workshop))

    answer = desk(
        "equipment_needs:edit", need.pk, **need_fields(need, decision="keep", kept_machine=machine.pk)
    )

    assert answer.status_code == 200
    machine.refresh_from_db()
    assert machine.custody == Custody.RESERVED
    assert Need.objects.filter(state=NeedState.ALLOCATED).count() == 1
