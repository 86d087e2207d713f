"""What older readers read is read again: held or told, and not a row of the ledger."""

from __future__ import annotations

import json

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from equipment.apps import read_inventories_again as after_migrate
from equipment.conditions import doubts_of
from equipment.evidence.recognize import read_inventory
from equipment.jobs import some_inventory_is_unread
from equipment.models import DataProof, Evidence, EvidenceFormat, Gap, LedgerEntry, Machine
from equipment.services.inventory import Importing, import_inventory
from equipment.services.rereading import read_again, to_be_read_again
from equipment.states import Custody, Step
from tests.equipment.doors import words_of
from tests.equipment.evidence_samples import document, raw
from tests.equipment.factories import (
    do,
    machine_in,
    make_disk,
    make_inventory,
    make_member,
    make_workshop,
    note_no_disk,
    prove,
    ready_machine,
)

pytestmark = pytest.mark.django_db

COMPLETE = json.dumps(document("glpi-desktop.json"))


@pytest.fixture(autouse=True)
def private_files(settings, tmp_path):
    settings.MAILLAGE_PRIVACY = {"PRIVATE_FILES": tmp_path}


def kept_before(machine, content=COMPLETE, **said):
    """Return a file as it was kept by readers that saw less, and as the migration marks it."""
    file = raw(content)
    evidence = Evidence(
        machine=machine,
        format=EvidenceFormat.GLPI,
        sha256=file.sha256,
        size=file.size,
        outcome="matched",
        gaps=Gap.UNREAD,
        **said,
    )
    evidence.file.save("evidence.json", ContentFile(file.data), save=False)
    evidence.save()
    return evidence


def holding(machine, *, disks=True):
    """Give the machine the disks that the file lists."""
    for part in read_inventory(raw(COMPLETE)).disks if disks else ():
        prove(make_disk(machine, serial=part.serial, model=part.model, size=part.size), machine)
    return machine


def told(machine):
    read_again()
    return [each.gaps for each in doubts_of(machine)]


def test_one_that_lists_what_was_noted_leaves_no_doubt(workshop):
    machine = holding(ready_machine(workshop))
    kept_before(machine)
    assert machine in Machine.objects.doubtful()
    assert told(machine) == []
    assert machine in Machine.objects.available()


def test_one_that_lists_a_disk_that_was_not_noted_leaves_one(workshop):
    machine = ready_machine(workshop)
    kept_before(machine)
    assert told(machine) == [Gap.UNNOTED]


@pytest.mark.parametrize("content", ["une lettre", '{"cut": '])
def test_one_that_cannot_be_read_any_more_may_leave_out_anything(workshop, content):
    machine = ready_machine(workshop)
    kept_before(machine, content)
    assert told(machine) == [Gap.PARTIAL]


def test_one_whose_file_is_missing_may_leave_out_anything(workshop):
    machine = ready_machine(workshop)
    evidence = kept_before(machine)
    evidence.file.storage.delete(evidence.file.name)
    assert told(machine) == [Gap.PARTIAL]


def test_no_row_of_the_ledger_and_no_finding_is_written(workshop):
    machine = ready_machine(workshop)
    kept_before(machine)
    before = (list(LedgerEntry.objects.values()), list(DataProof.objects.values()))
    read_again()
    assert (list(LedgerEntry.objects.values()), list(DataProof.objects.values())) == before


def test_it_goes_on_by_handfuls_and_reads_nothing_twice(workshop):
    machine = ready_machine(workshop)
    for number in range(3):
        kept_before(machine, COMPLETE + " " * number)
    assert [read_again(2), read_again(2), read_again(2)] == [2, 1, 0]
    assert not some_inventory_is_unread(timezone.now())


def test_no_disk_said_since_answers_where_the_file_shows_none(workshop):
    machine = ready_machine(workshop)
    evidence = kept_before(machine, "une lettre")
    word = note_no_disk(machine)
    assert told(machine) == []
    evidence.refresh_from_db()
    assert evidence.settled_by == word


def test_no_disk_said_since_answers_for_no_file_that_shows_one(workshop):
    machine = ready_machine(workshop)
    kept_before(machine)
    note_no_disk(machine)
    assert told(machine) == [Gap.UNNOTED]


def test_one_that_was_refused_is_left_alone(workshop):
    Evidence.objects.create(format=EvidenceFormat.GLPI, sha256="0" * 64, size=1, outcome="refused")
    assert not to_be_read_again().exists()


def test_migrate_reads_what_is_left_to_read(workshop):
    kept_before(holding(ready_machine(workshop)))
    after_migrate(using="default")
    assert not to_be_read_again().exists()


def test_a_file_imported_today_is_not_read_again(workshop):
    import_inventory(raw(COMPLETE), Importing(workshop))
    assert not to_be_read_again().exists()


# Where a machine in doubt is told of: (step, custody), and on which of the two screens.
LISTED = [
    ((Step.DIAGNOSED, Custody.OURS), "doubts"),
    ((Step.READY, Custody.RESERVED), "doubts"),
    ((Step.READY, Custody.GIVEN), "recalls"),
    ((Step.READY, Custody.LENT), "recalls"),
    ((Step.DIAGNOSED, Custody.SENT_BACK), None),
]


@pytest.mark.parametrize(("state", "screen"), LISTED, ids=str)
def test_a_machine_in_doubt_is_on_the_list_that_it_belongs_to(workshop, member_client, state, screen):
    machine = machine_in(workshop, *state)
    make_inventory(machine)
    for name in ("doubts", "recalls"):
        page = words_of(member_client.get(reverse(f"equipment_admin:{name}")))
        assert (machine.spoken_tag in page) == (name == screen)


def test_the_list_of_recalls_says_to_whom_and_when_and_names_nobody(workshop, member_client):
    machine = ready_machine(workshop)
    do(machine, "give", contact_name="Rosalie Patarin")
    make_inventory(machine)
    page = words_of(member_client.get(reverse("equipment_admin:recalls")))
    assert "RAID" in page
    assert timezone.localdate().strftime("%d/%m/%Y") in page
    assert "Patarin" not in page
    table = member_client.get(reverse("equipment_admin:recalls"), {"export": "csv"})
    assert machine.tag in b"".join(table.streaming_content).decode()


@pytest.mark.parametrize("name", ["doubts", "recalls"])
def test_a_list_costs_the_same_for_one_machine_and_for_several(
    workshop, member_client, name, django_assert_max_num_queries
):
    custody = Custody.OURS if name == "doubts" else Custody.GIVEN
    address = reverse(f"equipment_admin:{name}")
    for _each in range(2):
        make_inventory(machine_in(workshop, Step.READY, custody))
    member_client.get(address)
    with django_assert_max_num_queries(20) as few:
        member_client.get(address)
    for _each in range(4):
        make_inventory(machine_in(workshop, Step.READY, custody))
    with django_assert_max_num_queries(len(few.captured_queries)):
        assert member_client.get(address).status_code == 200


@pytest.mark.parametrize("name", ["doubts", "recalls"])
def test_the_lists_are_of_ones_own_workshop(workshop, client, name):
    machine = machine_in(workshop, Step.READY, Custody.OURS if name == "doubts" else Custody.GIVEN)
    make_inventory(machine)
    client.force_login(make_member(make_workshop("Les Voisins")))
    assert machine.spoken_tag not in words_of(client.get(reverse(f"equipment_admin:{name}")))


def test_the_list_of_machines_tells_the_doubt_and_filters_by_it(workshop, member_client):
    machine, other = ready_machine(workshop), ready_machine(workshop)
    make_inventory(machine)
    page = words_of(member_client.get(reverse("equipment_machines:index"), {"seen": "no"}))
    assert machine.spoken_tag in page
    assert other.spoken_tag not in page
    assert "un disque n’a peut-être pas été vu" in page


def test_the_dashboard_counts_both(workshop, member_client):
    make_inventory(ready_machine(workshop))
    make_inventory(machine_in(workshop, Step.READY, Custody.GIVEN))
    page = words_of(member_client.get(reverse("equipment_admin:dashboard")))
    assert "1 machine à vérifier" in page
    assert "1 machine à rappeler" in page
