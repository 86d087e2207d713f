"""One pass over a file: all of it or nothing, in few queries."""

from functools import partial

import pytest

from maillage.batches.errors import RowRefused
from maillage.batches.models import Batch, BatchStep
from maillage.batches.running import run_import
from maillage.places.models import Place
from tests.places.factories import make_organization

from .factories import GOOD, HEADER, PlaceImporter, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def organization():
    return make_organization()


@pytest.fixture
def run(organization):
    return partial(run_import, PlaceImporter(), organization=organization)


def test_every_row_is_written_and_counted(run):
    tally = run(table())

    assert tally.line() == "created=2 updated=0 unchanged=0 rejected=0"
    assert Place.objects.count() == 2


def test_a_second_import_changes_nothing(run):
    run(table())

    assert run(table()).line() == "created=0 updated=0 unchanged=2 rejected=0"


def test_a_row_that_changed_is_counted_apart(run):
    run(table())
    tally = run(table(GOOD.replace("0261910011", "0261910022")))

    assert (tally.updated, tally.unchanged) == (1, 1)


def test_one_refused_row_leaves_nothing_written(run):
    tally = run(table(GOOD + "Sans commune,,\n"))

    assert tally.line() == "created=0 updated=0 unchanged=0 rejected=1"
    assert [(each.row, each.column, each.message) for each in tally.problems] == [
        (4, "Commune", "Tapez une commune.")
    ]
    assert not Place.objects.exists()


def test_a_file_that_breaks_in_the_middle_leaves_nothing_written(run):
    tally = run(table(GOOD + '"jamais fermé,Redon,\n'))

    assert tally.rejected == 1
    assert not Place.objects.exists()


def test_a_preview_says_what_would_be_and_writes_nothing(run):
    tally = run(table(GOOD + "Sans commune,,\n"), dry_run=True)

    assert tally.line() == "created=2 updated=0 unchanged=0 rejected=1"
    assert not Place.objects.exists()


def test_many_refused_rows_are_counted_and_the_first_are_told(run, settings):
    settings.MAILLAGE_BATCHES = {"MOST_PROBLEMS": 3}
    tally = run(table(HEADER + "Sans commune,,\n" * 10))

    assert tally.rejected == 10
    assert [each.row for each in tally.problems] == [2, 3, 4]


def test_progress_is_told_after_each_handful(run, settings):
    settings.MAILLAGE_BATCHES = {"ROWS_AT_A_TIME": 2}
    told = []
    lines = "".join(f"Salle {number},Redon,\n" for number in range(5))
    run(table(HEADER + lines), progress=lambda what, rows: told.append((what, rows)))

    assert told == [(what, rows) for what in ("checking", "writing") for rows in (2, 4, 5)]


def test_the_whole_file_is_checked_before_a_row_is_written(run, settings, monkeypatch):
    settings.MAILLAGE_BATCHES = {"ROWS_AT_A_TIME": 1}
    dry = []
    write = PlaceImporter.write

    def noted(self, records, *, organization, dry_run):
        dry.append(dry_run)
        return write(self, records, organization=organization, dry_run=dry_run)

    monkeypatch.setattr(PlaceImporter, "write", noted)
    run(table())

    assert dry == [True, True, False, False]


def test_an_import_by_a_command_is_in_the_list_with_what_it_takes_to_undo_it(run, organization):
    run(table(), name="lieux.csv")

    batch = Batch.objects.get()
    assert (batch.status, batch.original_name, batch.organization) == ("written", "lieux.csv", organization)
    assert (batch.created, batch.written, batch.claim) == (2, 2, "")
    assert batch.can_be_undone


def test_what_is_refused_while_it_is_written_is_taken_back(run, settings, monkeypatch):
    """Between the look at the whole file and the last row, somebody has written in the database."""
    settings.MAILLAGE_BATCHES = {"ROWS_AT_A_TIME": 1}
    write = PlaceImporter.write

    def refuse_the_second(self, records, *, organization, dry_run):
        written = write(self, records, organization=organization, dry_run=dry_run)
        if not dry_run and records[0][0] == 3:
            written.refused.append((3, RowRefused("Ce lieu vient d’être pris.", "Nom")))
        return written

    monkeypatch.setattr(PlaceImporter, "write", refuse_the_second)
    tally = run(table())

    assert tally.line() == "created=0 updated=0 unchanged=0 rejected=1"
    assert not Place.objects.exists()
    batch = Batch.objects.get()
    assert (batch.status, batch.written, batch.taken_back) == ("refused", 1, 1)
    assert not BatchStep.objects.exists()


def test_an_interruption_by_the_keyboard_leaves_nothing_written(run, settings):
    settings.MAILLAGE_BATCHES = {"ROWS_AT_A_TIME": 1}

    def interrupt(what, rows):
        if what == "writing":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(table(), progress=interrupt)

    assert not Place.objects.exists()
    assert Batch.objects.get().status == "stopped"
