"""The ledger in the admin, and « annuler » for a gesture on several machines."""

from __future__ import annotations

import pytest
from django.urls import reverse

from equipment.card.formats import format_code
from equipment.imports import UNDONE
from equipment.services.arrivals import ARRIVAL, OPENING
from equipment.services.bulk_operation import apply_to_many
from equipment.services.ledger import DATA
from equipment.services.merging import MERGE, UNMERGE
from equipment.services.transitions import UNDO
from equipment.states import Step
from equipment.transitions import TRANSITIONS
from tests.equipment.factories import make_machine, make_member, make_workshop
from tests.places.factories import make_superuser

pytestmark = pytest.mark.django_db
LEDGER = "/admin/registre-des-machines/"


def test_the_ledger_shows_the_entries_of_ones_own_machines(member_client, workshop):
    mine, foreign = make_machine(workshop), make_machine(make_workshop("Ailleurs"))
    page = member_client.get(LEDGER).content.decode()
    assert mine.spoken_tag in page
    assert foreign.spoken_tag not in page


def test_the_ledger_leaves_as_a_table_of_ones_own(member_client, workshop):
    mine, foreign = make_machine(workshop), make_machine(make_workshop("Ailleurs"))
    response = member_client.get(LEDGER + "?export=csv")
    table = b"".join(response.streaming_content).decode()
    assert mine.tag in table
    assert foreign.tag not in table


def test_a_filter_that_the_ledger_does_not_show_is_refused(member_client):
    assert member_client.get(LEDGER + "?details__words__startswith=a").status_code == 400


@pytest.mark.parametrize("action", ["create/", "edit/1/", "delete/1/"])
def test_nobody_writes_in_the_ledger(client, workshop, action):
    make_machine(workshop)
    client.force_login(make_superuser())
    assert client.get(LEDGER + action).status_code == 404


def test_a_gesture_on_several_machines_is_taken_back_at_once(member_client, workshop):
    machines = [make_machine(workshop), make_machine(workshop)]
    series = apply_to_many(machines, "diagnose", by=None)
    member_client.post(reverse("equipment_admin:undo_series", args=[series.key]))
    for machine in machines:
        machine.refresh_from_db()
    assert {machine.step for machine in machines} == {Step.ARRIVED}


def test_the_gesture_of_another_workshop_answers_404(client, workshop):
    series = apply_to_many([make_machine(workshop)], "diagnose", by=None)
    client.force_login(make_member(make_workshop("Ailleurs")))
    assert client.post(reverse("equipment_admin:undo_series", args=[series.key])).status_code == 404


def test_every_code_of_the_ledger_is_told_in_words():
    codes = {*TRANSITIONS, ARRIVAL, OPENING, UNDO, MERGE, UNMERGE, DATA, UNDONE}
    assert [code for code in codes if format_code(code) == code] == []
