"""The workshop at a glance."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from equipment.dashboard import count_by_step, count_leaving, count_ready, count_recycled, doubtful_disks
from equipment.models import Machine, WorkshopRules
from equipment.services import apply, undo
from equipment.states import Custody, Situation, Step
from equipment.transitions import ReturnReason
from tests.equipment.factories import (
    machine_in,
    make_disk,
    make_machine,
    make_member,
    make_slip,
    make_workshop,
    move,
    prove,
    ready_machine,
)
from tests.places.factories import make_editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(workshop):
    return make_member(workshop)


def waits(machine, days):
    Machine.objects.filter(pk=machine.pk).update(step_since=timezone.now() - timedelta(days=days))


def test_machines_are_counted_by_step_and_by_age(workshop, member):
    for days in (1, 10, 40):
        waits(make_machine(workshop), days)
    [arrived] = count_by_step(member)
    assert (arrived.step, arrived.new, arrived.older, arrived.too_long) == (Step.ARRIVED, 1, 1, 1)


def test_each_workshop_says_what_is_too_long(workshop, member):
    WorkshopRules.objects.create(organization=workshop, waits_too_long_days=5)
    waits(make_machine(workshop), 6)
    assert count_by_step(member)[0].too_long == 1


def test_what_has_left_does_not_wait(workshop, member):
    machine_in(workshop, Step.READY, Custody.SOLD)
    assert count_by_step(member) == []


def test_what_is_ready_is_counted_by_kind(workshop, member):
    ready_machine(workshop)
    machine_in(workshop, Step.TESTED, Custody.OURS)
    assert [number for _kind, number in count_ready(member)] == [1]


def test_a_disk_on_the_shelf_that_nothing_proves_is_shown(workshop, member):
    machine = make_machine(workshop)
    doubtful, proved, _inside = make_disk(machine), make_disk(machine), make_disk(machine)
    prove(proved, machine)
    move(doubtful)
    move(proved)
    assert list(doubtful_disks(member)) == [doubtful]


def test_what_left_is_told_by_situation(workshop, member):
    apply(ready_machine(workshop), "give", by=member, situation=Situation.STUDENT)
    apply(ready_machine(workshop), "sell", by=member, situation=Situation.STUDENT, price_cents=0)
    [students] = count_leaving(member, timezone.localdate().year)
    assert (students.lent, students.given, students.sold, students.total) == (0, 1, 1, 2)


def test_what_came_back_is_taken_off(workshop, member):
    machine = ready_machine(workshop)
    apply(machine, "give", by=member, situation=Situation.PERSON)
    apply(machine, "take_back", by=member, reason=ReturnReason.BROKEN)
    assert count_leaving(member, timezone.localdate().year) == []


def test_an_exit_taken_back_by_annuler_is_taken_off(workshop, member):
    entry = apply(ready_machine(workshop), "give", by=None, situation=Situation.PERSON)
    undo(entry, by=None)
    assert count_leaving(member, timezone.localdate().year) == []


def test_recycling_is_counted_apart(workshop, member):
    apply(ready_machine(workshop), "recycle", by=member, slip=make_slip(workshop))
    year = timezone.localdate().year
    assert (count_recycled(member, year), count_leaving(member, year)) == (1, [])


def test_the_workshops_of_others_are_not_counted(workshop):
    ready_machine(workshop)
    assert count_ready(make_member(make_workshop("Ailleurs"))) == []


def test_the_dashboard_shows_all_of_it(client, workshop, member):
    ready_machine(workshop)
    client.force_login(member)
    assert client.get(reverse("equipment_admin:dashboard")).status_code == 200


def test_the_first_page_of_the_admin_leads_to_the_workshop(client, workshop, member):
    client.force_login(member)
    assert reverse("equipment_admin:dashboard") in client.get("/admin/").content.decode()


@pytest.mark.parametrize("name", ["dashboard", "labels"])
def test_nobody_without_the_role_looks_at_it(client, workshop, name):
    editor = make_editor(workshop)
    editor.groups.clear()
    client.force_login(editor)
    assert client.get(reverse(f"equipment_admin:{name}")).status_code in {302, 403}
