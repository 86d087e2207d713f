"""The machines in the admin: list, filters, saved views, gestures on several, lots, exports."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from equipment.machine_list.listing import COUNTED_AT_MOST
from equipment.models import Lot, Machine, SavedView
from equipment.services.arrivals import receive_lot
from equipment.services.merging import merge
from equipment.states import Custody, DataStatus, Kind, Step
from tests.equipment.factories import (
    guards_lifted,
    machine_in,
    make_machine,
    make_member,
    make_workshop,
    ready_machine,
)

pytestmark = pytest.mark.django_db


def listed(client, query=""):
    page = client.get(reverse("equipment_machines:index") + query)
    return {machine.tag for machine in page.context["page_obj"].object_list}


def text(client, query):
    return b"".join(client.get(reverse("equipment_machines:index") + query).streaming_content).decode()


def make_many(workshop, count):
    with guards_lifted():
        Machine.objects.bulk_create(Machine(organization=workshop, sequence=1) for _number in range(count))


def test_the_list_shows_the_machines_of_ones_own_workshop(member_client, workshop):
    mine = make_machine(workshop)
    make_machine(make_workshop("Ailleurs"))
    assert listed(member_client) == {mine.tag}


@pytest.mark.parametrize("name", ["edit", "history"])
def test_a_machine_of_another_workshop_answers_404(member_client, name):
    foreign = make_machine(make_workshop("Ailleurs"))
    assert member_client.get(reverse(f"equipment_machines:{name}", args=[foreign.pk])).status_code == 404


def test_the_list_keeps_to_its_filters(member_client, workshop):
    ready = ready_machine(workshop, kind=Kind.TABLET)
    make_machine(workshop, kind=Kind.TABLET)
    ready_machine(workshop, kind=Kind.LAPTOP)
    assert listed(member_client, "?step=ready&kind=tablet&custody=ours&data_status=erased") == {ready.tag}


def test_the_list_finds_what_waits_too_long(member_client, workshop):
    late = make_machine(workshop)
    Machine.objects.filter(pk=late.pk).update(step_since=timezone.now() - timedelta(days=31))
    make_machine(workshop)
    assert listed(member_client, "?waits=too_long") == {late.tag}


def test_a_machine_is_found_by_its_tag_and_by_its_serial(member_client, workshop):
    machine = make_machine(workshop)
    make_machine(workshop, model="ProBook")
    machine.serials.create(value="5CD8470X")
    assert listed(member_client, f"?q={machine.tag.lower()}") == {machine.tag}
    assert listed(member_client, "?q=5cd847") == {machine.tag}


def test_a_serial_noted_on_a_joined_tag_finds_the_machine_it_leads_to(member_client, workshop):
    stays, joined = make_machine(workshop), make_machine(workshop)
    joined.serials.create(value="5CG7312XYZ")
    merge(joined, stays, by=None)
    assert listed(member_client, "?q=5CG7312") == {stays.tag}


def test_the_list_asks_as_much_of_the_database_whatever_it_holds(member_client, workshop):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            member_client.get(
                reverse("equipment_machines:index_results") + "?step=arrived&ordering=-step_since"
            )
        return len(asked)

    make_machine(workshop)
    queries()
    few = queries()
    make_many(workshop, 60)
    assert queries() == few <= 12


def test_the_list_stops_counting_where_nobody_turns_pages(member_client, workshop):
    make_many(workshop, 30)
    page = member_client.get(reverse("equipment_machines:index"))
    assert page.context["paginator"].count == 30 < COUNTED_AT_MOST


def test_a_view_is_saved_and_shared_with_the_team(member_client, workshop, client):
    address = reverse("equipment_admin:save_view")
    member_client.post(address, {"name": "Prêtes", "query": "step=ready", "shared": "on"})
    client.force_login(make_member(workshop))
    assert "?step=ready" in client.get(reverse("equipment_machines:index")).content.decode()


def test_nobody_forgets_the_view_of_somebody_else(member_client, workshop):
    view = SavedView.objects.create(owner=make_member(workshop), organization=workshop, name="V", query="")
    assert member_client.post(reverse("equipment_admin:forget_view", args=[view.pk])).status_code == 404


def test_the_export_makes_formulas_harmless_and_says_codes_in_words(member_client, workshop):
    ready_machine(workshop, model="=HYPERLINK(1)")
    table = text(member_client, "?export=csv")
    assert "'=HYPERLINK(1)" in table
    assert "laptop" not in table


def test_what_is_typed_by_hand_is_locked(member_client, workshop):
    machine = make_machine(workshop)
    data = {
        "organization": workshop.pk,
        "kind": "laptop",
        "maker": "Dell",
        "model": "XPS 13",
        "grade": "good",
    }
    member_client.post(reverse("equipment_machines:edit", args=[machine.pk]), data)
    machine.refresh_from_db()
    assert (machine.model, machine.locked_fields) == ("XPS 13", ["model"])


def test_correcting_a_machine_leaves_its_state_as_the_ledger_tells(member_client, workshop):
    machine = machine_in(workshop, Step.READY, Custody.OURS)
    data = {"organization": workshop.pk, "kind": "laptop", "maker": "HP", "model": "", "grade": "good"}
    member_client.post(reverse("equipment_machines:edit", args=[machine.pk]), data)
    machine.refresh_from_db()
    assert (machine.maker, machine.step, machine.data_status) == ("HP", Step.READY, DataStatus.ERASED)


def test_a_machine_noted_by_hand_arrives_in_the_ledger(member_client, workshop):
    data = {"organization": workshop.pk, "kind": "laptop", "maker": "Asus"}
    member_client.post(reverse("equipment_machines:add"), data)
    assert Machine.objects.get(maker="Asus").entries.get().code == "receive"


def test_a_machine_is_not_deleted(member_client, workshop):
    machine = make_machine(workshop)
    member_client.post(reverse("equipment_machines:delete", args=[machine.pk]))
    assert Machine.objects.filter(pk=machine.pk).exists()


def test_a_lot_gives_each_of_its_machines_a_tag_and_leads_to_their_labels(member_client, workshop):
    data = {
        "organization": workshop.pk,
        "label": "Douze unités centrales",
        "arrived_on": "2026-11-02",
        "quantity": "12",
        "machine_kind": "desktop",
    }
    response = member_client.post(reverse("equipment_lots:add"), data)
    lot = Lot.objects.get()
    assert lot.machines.count() == 12
    assert response.url.endswith(f"?lot={lot.pk}")


def test_the_list_narrows_to_a_lot(member_client, workshop):
    lot = Lot.objects.create(organization=workshop, label="Un lot")
    machines = receive_lot(lot, 2)
    make_machine(workshop)
    assert listed(member_client, f"?lot={lot.pk}") == {machine.tag for machine in machines}
