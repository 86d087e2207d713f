"""An import from its file to its end."""

from datetime import timedelta

import pytest
from django.utils import timezone

from maillage.batches.errors import CannotUndo, NotReady
from maillage.batches.models import Batch, BatchStep
from maillage.batches.running import run_soon
from maillage.batches.services import (
    ask_to_undo,
    ask_to_write,
    forget_old_batches,
    start_batch,
    stop_batch,
)
from maillage.places.models import Place
from tests.places.factories import make_organization

from .factories import GOOD, HEADER, PlaceImporter, upload


@pytest.fixture
def start(db, django_capture_on_commit_callbacks):
    """Start an import as a request does; without a worker, it is checked at once."""
    organization = make_organization()

    def _start(text: str = GOOD) -> Batch:
        with django_capture_on_commit_callbacks(execute=True):
            batch = start_batch(
                kind=PlaceImporter.kind, file=upload(text), user=None, organization=organization
            )
        batch.refresh_from_db()
        return batch

    return _start


@pytest.fixture
def write(django_capture_on_commit_callbacks):
    def _write(batch: Batch) -> Batch:
        with django_capture_on_commit_callbacks(execute=True):
            ask_to_write(batch)
        batch.refresh_from_db()
        return batch

    return _write


@pytest.fixture
def undo(django_capture_on_commit_callbacks):
    def _undo(batch: Batch) -> Batch:
        with django_capture_on_commit_callbacks(execute=True):
            ask_to_undo(batch)
        batch.refresh_from_db()
        return batch

    return _undo


def test_a_new_import_is_checked_and_writes_nothing(start):
    batch = start()

    assert (batch.status, batch.created, batch.rejected) == ("checked", 2, 0)
    assert batch.can_be_written
    assert not Place.objects.exists()


def test_a_checked_import_is_written_for_its_organisation(start, write):
    batch = write(start())

    assert batch.status == "written"
    assert {place.organization for place in Place.objects.all()} == {batch.organization}


def test_a_refused_import_keeps_its_reasons(start):
    batch = start(GOOD + "Sans commune,,\n")

    assert (batch.status, batch.rejected) == ("refused", 1)
    assert [(each.row, each.message) for each in batch.problems.all()] == [(4, "Tapez une commune.")]
    assert not batch.can_be_written


def test_what_is_refused_cannot_be_written(start):
    batch = start(GOOD + "Sans commune,,\n")

    with pytest.raises(NotReady):
        ask_to_write(batch)


def test_a_second_click_finds_the_import_under_way(start, write):
    batch = write(start())

    with pytest.raises(NotReady):
        ask_to_write(batch)


def test_undoing_brings_everything_back(start, write, undo):
    batch = start()
    place = Place.objects.create(
        name="Médiathèque", commune="Redon", phone="0261910099", organization=batch.organization
    )
    undo(write(batch))

    assert [(each.pk, each.phone) for each in Place.objects.all()] == [(place.pk, "0261910099")]
    assert (batch.status, batch.taken_back, batch.left) == ("undone", 2, 0)
    assert not BatchStep.objects.exists()


def test_an_import_is_undone_once(start, write, undo):
    batch = undo(write(start()))

    with pytest.raises(NotReady):
        ask_to_undo(batch)


def test_what_cannot_be_undone_stays_whole(start, write):
    batch = write(start())
    Place.objects.filter(name="Médiathèque").update(access="Par la cour.")
    with pytest.raises(CannotUndo):
        ask_to_undo(batch)

    batch.refresh_from_db()
    assert batch.status == "written"
    assert Place.objects.count() == 2


@pytest.mark.parametrize("used", [[], [0], [2, 7], [1, 2, 3], list(range(9))])
def test_what_somebody_used_while_it_was_taken_back_stays_and_is_counted(start, write, used):
    """It is asked once before, and again with each handful: somebody may be at it in between."""
    batch = write(start(HEADER + "".join(f"Salle {number},Redon,\n" for number in range(9))))
    names = [f"Salle {number}" for number in used]
    Place.objects.filter(name__in=names).update(access="Par la cour.")
    Batch.objects.filter(pk=batch.pk).update(status="undoing", ends_as="undone")
    run_soon(batch.pk)

    batch.refresh_from_db()
    assert sorted(Place.objects.values_list("name", flat=True)) == names
    assert (batch.taken_back, batch.left) == (9 - len(used), len(used))
    assert batch.status == ("written" if used else "undone")
    assert batch.can_be_undone == bool(used)


def test_an_import_that_is_over_cannot_be_stopped(start):
    with pytest.raises(NotReady):
        stop_batch(start())


def test_a_stop_asked_while_it_writes_leaves_nothing_written(start, write, monkeypatch, settings):
    batch = start()
    asked = PlaceImporter.write

    def stop_and_write(self, records, **kwargs):
        Batch.objects.filter(pk=batch.pk).update(stop_asked=True)
        return asked(self, records, **kwargs)

    monkeypatch.setattr(PlaceImporter, "write", stop_and_write)
    settings.MAILLAGE_BATCHES = {"ROWS_AT_A_TIME": 1}
    write(batch)

    assert (batch.status, batch.written, batch.taken_back) == ("stopped", 1, 1)
    assert not Place.objects.exists()


def test_a_fault_is_noted_and_leaves_nothing_written(start, write, monkeypatch, settings):
    batch = start()
    write_rows = PlaceImporter.write

    def fail(self, records, **kwargs):
        if records[0][0] == 3:
            raise ZeroDivisionError
        return write_rows(self, records, **kwargs)

    settings.MAILLAGE_BATCHES = {"ROWS_AT_A_TIME": 1}
    monkeypatch.setattr(PlaceImporter, "write", fail)
    write(batch)

    assert (batch.status, batch.written, batch.taken_back) == ("failed", 1, 1)
    assert not Place.objects.exists()


def test_an_old_import_loses_its_file_and_keeps_its_counts(start, write, django_capture_on_commit_callbacks):
    batch = write(start())
    storage, name = batch.file.storage, batch.file.name
    with django_capture_on_commit_callbacks(execute=True):
        count = forget_old_batches(timezone.localdate() + timedelta(days=91))

    batch.refresh_from_db()
    assert count == 1
    assert not storage.exists(name)
    assert (batch.created, batch.can_be_undone) == (2, False)
