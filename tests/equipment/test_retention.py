"""Until when the name of who takes a machine is kept: what has a guarantee needs it longer."""

import importlib
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from equipment.models import HandOver, Loan, WorkshopRules
from equipment.personal_data import expire
from equipment.services import apply
from tests.contracts.traces import traces_of
from tests.equipment.factories import ready_machine

pytestmark = pytest.mark.django_db

NAME = "Zebulonia"
TAKEN_BY = {"contact_name": NAME, "phone": "+33639980101", "situation": "person"}
DAY = timedelta(days=1)


@pytest.fixture
def professional(workshop):
    WorkshopRules.objects.create(organization=workshop, sells_as_professional=True)
    return workshop


def give(workshop):
    apply(ready_machine(workshop), "give", by=None, **TAKEN_BY)
    return HandOver.objects.get()


def sell(workshop):
    apply(ready_machine(workshop), "sell", by=None, price_cents=4000, **TAKEN_BY)
    return HandOver.objects.get()


def is_kept_on(day):
    expire(day)
    return bool(traces_of(NAME, []))


@pytest.mark.parametrize("hand_over", [give, sell])
def test_without_a_guarantee_the_name_is_kept_for_three_months(workshop, hand_over):
    on = hand_over(workshop).on
    assert is_kept_on(on + 90 * DAY)
    assert not is_kept_on(on + 91 * DAY)


def test_a_gift_of_a_professional_has_no_guarantee_either(professional):
    assert not is_kept_on(give(professional).on + 91 * DAY)


def test_with_the_guarantee_of_a_sale_the_name_is_kept_until_a_month_after_its_end(professional):
    sheet = sell(professional)
    assert sheet.guaranteed_until.year == sheet.on.year + 2
    assert is_kept_on(sheet.guaranteed_until + 30 * DAY)
    assert not is_kept_on(sheet.guaranteed_until + 31 * DAY)


def test_the_machine_and_its_guarantee_outlive_the_name(professional):
    sheet = sell(professional)
    expire(sheet.expires_on + DAY)
    sheet.refresh_from_db()
    assert (sheet.contact_name, sheet.phone) == ("", "")
    assert sheet.guaranteed_until is not None
    assert sheet.machine.entries.filter(code="sell").exists()


def test_who_borrowed_is_forgotten_three_months_after_the_return(workshop):
    machine = ready_machine(workshop)
    apply(machine, "lend", by=None, due_on=timezone.localdate() + 30 * DAY, **TAKEN_BY)
    apply(machine, "take_back", by=None, reason="end_of_loan")
    back = timezone.localdate(Loan.objects.get().returned_at)
    assert is_kept_on(back + 90 * DAY)
    assert not is_kept_on(back + 91 * DAY)


def test_the_gifts_of_before_are_forgotten_as_soon_as_those_of_today(professional):
    given = give(professional)
    HandOver.objects.filter(pk=given.pk).update(on=date(2026, 1, 5), expires_on=date(2028, 2, 4))
    migration = importlib.import_module("equipment.migrations.0004_forget_gifts_sooner")
    migration.forget_sooner(apps, SimpleNamespace(connection=connection))
    given.refresh_from_db()
    assert given.expires_on == date(2026, 4, 5)


def test_the_guaranteed_sales_of_before_keep_their_day(professional):
    sold = sell(professional)
    migration = importlib.import_module("equipment.migrations.0004_forget_gifts_sooner")
    migration.forget_sooner(apps, SimpleNamespace(connection=connection))
    day = sold.expires_on
    sold.refresh_from_db()
    assert sold.expires_on == day
