"""The lists of what left: each row says which machine, and where a loan stands."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from equipment.models import HandOver, Loan
from equipment.services import apply
from maillage.privacy.models import AccessRecord
from tests.equipment.factories import make_member, ready_machine

pytestmark = pytest.mark.django_db

ROSALIE = {"contact_name": "Rosalie Patarin", "phone": "+33639980101", "situation": "person"}
DAY = timedelta(days=1)


@pytest.fixture
def desk(client, workshop):
    client.force_login(make_member(workshop))
    return client


def lend(workshop, late=0, **fields):
    due = timezone.localdate() + DAY
    apply(ready_machine(workshop, **fields), "lend", by=None, due_on=due, **ROSALIE)
    loan = Loan.objects.latest("pk")
    if late:
        past = timezone.localdate() - late * DAY
        Loan.objects.filter(pk=loan.pk).update(due_on=past, lent_on=past)
    return loan


def page(client, name, *args):
    return client.get(reverse(name, args=args))


def test_a_loan_is_named_by_its_machine_as_the_label_says_it(desk, workshop):
    loan = lend(workshop, maker="LENOVO", model="ThinkPad T460")
    body = page(desk, "equipment_loans:index").content.decode()
    assert f"{loan.machine.spoken_tag} – Lenovo ThinkPad T460" in body


@pytest.mark.parametrize(
    ("late", "said"), [(0, "Chez la personne"), (1, "Un jour de retard"), (5, "5 jours de retard")]
)
def test_the_list_says_how_late_a_loan_is(desk, workshop, late, said):
    lend(workshop, late)
    assert said in page(desk, "equipment_loans:index").content.decode()


def test_what_is_out_comes_before_what_is_back_the_latest_first(desk, workshop):
    back, out, late = lend(workshop), lend(workshop), lend(workshop, late=5)
    apply(back.machine, "take_back", by=None, reason="end_of_loan")
    shown = page(desk, "equipment_loans:index")
    assert [row.pk for row in shown.context["page_obj"].object_list] == [late.pk, out.pk, back.pk]
    assert "Revenue le" in shown.content.decode()


def test_the_list_of_loans_names_nobody(desk, workshop):
    lend(workshop)
    assert "Patarin" not in page(desk, "equipment_loans:index").content.decode()


def test_one_loan_says_whom_to_call_and_it_is_written_who_looked(desk, workshop):
    loan = lend(workshop)
    assert "Rosalie Patarin" in page(desk, "equipment_loans:edit", loan.pk).content.decode()
    assert AccessRecord.objects.filter(reference=f"loan-{loan.pk}").exists()


def test_a_hand_over_is_named_by_its_machine_too(desk, workshop):
    apply(ready_machine(workshop), "give", by=None, **ROSALIE)
    tag = HandOver.objects.get().machine.spoken_tag
    assert tag in page(desk, "equipment_hand_overs:index").content.decode()
