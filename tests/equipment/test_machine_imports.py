"""What a workshop had before its ledger, brought in from a table; and what other plugins give up."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from equipment.imports import MachineImporter
from equipment.items import destinations
from equipment.models import CountedMovement, Machine
from equipment.services import apply
from equipment.states import CountedKind, Custody, DataStatus, Kind, Step
from maillage.batches.errors import CannotUndo
from maillage.batches.running import run_import
from maillage.places.items import GivenUpItem
from tests.equipment.factories import make_machine, make_workshop

pytestmark = pytest.mark.django_db

HEAD = "Référence;Sorte;Marque;Modèle;Numéro de série;Mémoire (Go);Qui l’a;Étape;Arrivée le\n"
STOCK = "A12;portable;Dell;Latitude 5480;5CD8470X;8;;prête;03/02/2025\n"
PAST = "A13;portable;HP;ProBook;;;donnée;;\n"


def bring(workshop, *rows, **options):
    file = ContentFile((HEAD + "".join(rows)).encode())
    return run_import(MachineImporter(), file, organization=workshop, **options)


def test_what_was_there_before_comes_in_as_before_tracking(workshop):
    bring(workshop, STOCK)
    machine = Machine.objects.get()
    assert (machine.step, machine.custody, machine.data_status) == (
        Step.READY,
        Custody.OURS,
        DataStatus.PRIOR,
    )
    assert (machine.memory_mb, machine.serials.get().value) == (8192, "5CD8470X")
    assert machine.entries.get().code == "opening"


def test_what_had_left_before_is_not_counted_as_proved(workshop):
    bring(workshop, PAST)
    machine = Machine.objects.get()
    assert (machine.custody, machine.before_tracking) == (Custody.GIVEN, True)
    assert not Machine.objects.available().exists()


def test_the_same_file_twice_changes_nothing(workshop):
    bring(workshop, STOCK, PAST)
    assert bring(workshop, STOCK, PAST).unchanged == 2
    assert Machine.objects.count() == 2


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("A1;grille-pain;;;;;;;\n", "kind"),
        ("A1;portable;;;;beaucoup;;;\n", "memory_gb"),
        ("A1;portable;;;;;perdue;;\n", "custody"),
        ("A1;portable;;;;;;;32/01/2025\n", "arrived_on"),
        ("A1;portable;;;;;;;01/01/2199\n", "arrived_on"),
    ],
)
def test_a_row_that_makes_no_sense_is_refused_with_its_column(workshop, row, column):
    tally = bring(workshop, STOCK, row)
    assert [(problem.row, problem.column) for problem in tally.problems] == [(3, column)]
    assert not Machine.objects.exists()


def test_the_serial_of_another_organisation_is_refused(workshop):
    make_machine(make_workshop("Ailleurs")).serials.create(value="5CD8470X")
    assert bring(workshop, STOCK).rejected == 1


def test_a_preview_writes_nothing(workshop):
    assert bring(workshop, STOCK, dry_run=True).created == 1
    assert not Machine.objects.exists()


def test_an_undone_import_takes_its_machines_out_of_sight(workshop):
    bring(workshop, STOCK, PAST)
    keys = list(Machine.objects.values_list("pk", flat=True))
    MachineImporter().undo(keys, {})
    assert set(Machine.objects.values_list("custody", flat=True)) == {Custody.SENT_BACK}
    assert bring(workshop, STOCK, PAST).created == 2


def test_an_import_whose_machines_have_moved_is_not_undone(workshop):
    bring(workshop, STOCK)
    machine = Machine.objects.get()
    apply(machine, "dismantle", by=None)
    with pytest.raises(CannotUndo):
        MachineImporter().undo([machine.pk], {})


def given_up(workshop, **values):
    wanted = {
        "organization_id": workshop.pk,
        "place_id": None,
        "kind": "Ordinateur portable",
        "brand": "Asus",
        "model": "X550",
        "reference": "repair:12",
        "may_hold_data": True,
    }
    return GivenUpItem(**{**wanted, **values})


def receive(key, item):
    return next(one for one in destinations() if one.key == key).receive(item, None)


def test_an_object_given_up_becomes_a_machine_whose_data_are_unknown(workshop):
    received = receive("equipment.machine", given_up(workshop))
    machine = Machine.objects.get()
    assert (machine.kind, machine.maker, machine.data_status) == (Kind.LAPTOP, "Asus", DataStatus.UNKNOWN)
    assert received.url == f"/m/{machine.tag}"


def test_the_same_reference_twice_is_the_same_machine(workshop):
    first = receive("equipment.machine", given_up(workshop))
    assert receive("equipment.machine", given_up(workshop)) == first
    assert Machine.objects.count() == 1


def test_an_object_given_up_for_parts_is_counted(workshop):
    receive("equipment.parts", given_up(workshop, kind="Écran plat", may_hold_data=False))
    counted = CountedMovement.objects.get()
    assert (counted.kind, counted.quantity) == (CountedKind.SCREEN, 1)


def test_what_may_hold_data_is_not_counted_for_parts(workshop):
    with pytest.raises(ValidationError):
        receive("equipment.parts", given_up(workshop))


@pytest.mark.parametrize("told", ["{tag}", "{spoken}", "{small}"])
def test_a_machine_that_is_here_does_not_leave_by_a_table(workshop, told):
    machine = make_machine(workshop)
    names = {"tag": machine.tag, "spoken": machine.spoken_tag, "small": machine.tag.lower()}
    batch = bring(workshop, f"{told.format(**names)};portable;;;;;donnée;;\n")
    assert Machine.objects.get() == machine
    (problem,) = batch.problems
    assert "son étiquette ici" in problem.message


def test_a_serial_number_that_is_here_does_not_leave_by_a_table(workshop):
    machine = make_machine(workshop)
    machine.serials.create(value="5CD8470X")
    bring(workshop, "A13;portable;HP;ProBook;5CD8470X;;donnée;;\n")
    assert Machine.objects.get().custody == Custody.OURS
