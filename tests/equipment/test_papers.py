"""Papers made for print: what they say, who opens them, and what they forget."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from equipment.models import CountedWhy, HandOver, Loan, Lot, Machine, Serial, WorkshopRules
from equipment.services import apply
from equipment.services.bulk_stock import count_in, count_out
from equipment.services.donations import announce, receive_donation
from equipment.services.exits import recycle
from equipment.states import CountedKind, Situation
from maillage.privacy.models import AccessRecord
from tests.equipment.factories import (
    make_disk,
    make_machine,
    make_member,
    make_slip,
    make_workshop,
    prove,
    ready_machine,
)

pytestmark = pytest.mark.django_db

ROSALIE = {"contact_name": "Rosalie Patarin", "email": "rosalie@exemple.example"}


@pytest.fixture
def reader(client, workshop):
    """The paper of this name, as a member of the workshop reads it."""
    client.force_login(_admin(make_member(workshop)))

    def read(name, row, status=200):
        response = client.get(reverse(f"equipment_papers:{name}", args=[getattr(row, "tag", row.pk)]))
        assert response.status_code == status
        return response.content.decode()

    return read


def _admin(user):
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


def give(machine):
    apply(machine, "give", by=None, situation=Situation.PERSON, **ROSALIE)
    return HandOver.objects.get()


def test_a_hand_over_sheet_names_the_person_and_opens_the_card(reader, workshop):
    machine = ready_machine(workshop)

    body = reader("hand_over", give(machine))

    assert "Rosalie Patarin" in body
    assert machine.spoken_tag in body
    assert "<svg" in body


def test_who_saw_the_name_is_written(reader, workshop):
    reader("hand_over", give(ready_machine(workshop)))

    assert AccessRecord.objects.filter(what="equipment.papers").count() == 1


def test_a_name_that_was_erased_is_on_no_paper(reader, workshop):
    sheet = give(ready_machine(workshop))
    HandOver.objects.update(contact_name="", phone="", email="", anonymized_at=timezone.now())

    body = reader("hand_over", sheet)

    assert "Patarin" not in body
    assert "(effacé)" in body


def test_the_paper_of_another_organisation_is_not_found(client, workshop):
    sheet = give(ready_machine(workshop))
    client.force_login(_admin(make_member(make_workshop("Les autres puces"))))

    assert client.get(reverse("equipment_papers:hand_over", args=[sheet.pk])).status_code == 404


def test_nobody_reads_a_paper_without_signing_in(client, workshop):
    sheet = give(ready_machine(workshop))

    assert client.get(reverse("equipment_papers:hand_over", args=[sheet.pk])).status_code == 302


def test_a_guarantee_is_written_where_there_is_one(reader, workshop):
    WorkshopRules.objects.create(organization=workshop, sells_as_professional=True)
    machine = ready_machine(workshop)
    apply(machine, "sell", by=None, situation=Situation.PERSON, price_cents=4000)

    assert "Garantie légale de conformité jusqu’au" in reader("hand_over", HandOver.objects.get())


def test_a_loan_agreement_says_the_day_of_return(reader, workshop):
    due = timezone.localdate() + timedelta(days=30)
    apply(ready_machine(workshop), "lend", by=None, situation=Situation.PERSON, due_on=due, **ROSALIE)

    assert str(due.year) in reader("loan", Loan.objects.get())


def test_the_report_of_a_lot_tells_every_disk(reader, workshop):
    lot = Lot.objects.create(organization=workshop, label="Deux PC")
    proved, unproved = make_machine(workshop, lot=lot), make_machine(workshop, lot=lot)
    disk = make_disk(proved)
    evidence = prove(disk, proved).evidence
    unknown = make_disk(unproved)

    body = reader("erasures", lot)

    assert disk.serial in body
    assert evidence.sha256[:16] in body
    assert unknown.serial in body
    assert "Rien ne le prouve encore" in body


def test_the_report_of_a_lot_names_nobody(reader, workshop):
    donation = announce(workshop, what="Un PC", **ROSALIE)
    lot = receive_donation(donation, machines=1, label="Un PC", by=None)

    assert "Patarin" not in reader("erasures", lot)
    assert "Patarin" in reader("deposit", donation)


def test_a_receipt_is_refused_with_a_sentence_where_it_may_not_be_issued(reader, workshop):
    donation = announce(workshop, what="Un PC", **ROSALIE)
    receive_donation(donation, machines=1, label="Un PC", by=None)

    assert "n’a pas le droit de donner de reçus fiscaux" in reader("receipt", donation, 403)


@pytest.mark.parametrize(("kind", "form"), [("person", "11580"), ("firm", "16216")])
def test_a_receipt_names_the_form_to_fill_in(reader, workshop, kind, form):
    WorkshopRules.objects.create(organization=workshop, issues_tax_receipts=True)
    donation = announce(workshop, what="Un PC", kind=kind, **ROSALIE)
    receive_donation(donation, machines=1, label="Un PC", by=None)

    assert form in reader("receipt", donation)


def test_a_recycling_slip_lists_machines_by_serial_and_what_was_counted(reader, workshop):
    machine = ready_machine(workshop, weight_grams=2100)
    Serial.objects.create(machine=machine, value="5CG7120XYZ")
    slip = recycle(make_slip(workshop), [machine], by=None)
    count_in(workshop, CountedKind.SCREEN, quantity=20)
    count_out(workshop, CountedKind.SCREEN, CountedWhy.RECYCLED, quantity=14, slip=slip)

    for body in (reader("recycling", slip), reader("recycling_csv", slip)):
        assert "5CG7120XYZ" in body
        assert "14" in body


def test_a_cell_is_never_a_formula(reader, workshop):
    machine = ready_machine(workshop)
    Machine.objects.filter(pk=machine.pk).update(maker="=2+2")
    slip = recycle(make_slip(workshop), [machine], by=None)

    assert "'=2+2" in reader("recycling_csv", slip)


def test_a_machine_leads_to_all_its_papers(reader, workshop):
    machine = ready_machine(workshop)
    sheet = give(machine)

    assert reverse("equipment_papers:hand_over", args=[sheet.pk]) in reader("machine", machine)
