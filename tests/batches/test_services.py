"""An import from its file to its end."""

from datetime import timedelta

import pytest
from django.utils import timezone

from maillage.batches.errors import CannotUndo, NotReady
from maillage.batches.models import Batch, BatchStep
from maillage.batches.services import (
    ask_to_write,
    forget_old_batches,
    start_batch,
    stop_batch,
    undo_batch,
)
from maillage.places.models import Place
from tests.places.factories import make_organization

from .factories import GOOD, PlaceImporter, upload


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


def test_undoing_brings_everything_back(start, write):
    batch = start()
    place = Place.objects.create(
        name="Médiathèque", commune="Redon", phone="0261910099", organization=batch.organization
    )
    write(batch)
    undo_batch(batch)

    assert [(each.pk, each.phone) for each in Place.objects.all()] == [(place.pk, "0261910099")]
    batch.refresh_from_db()
    assert batch.status == "undone"
    assert not BatchStep.objects.exists()


def test_an_import_is_undone_once(start, write):
    batch = write(start())
    undo_batch(batch)

    with pytest.raises(NotReady):
        undo_batch(batch)


def test_what_cannot_be_undone_stays_whole(start, write, monkeypatch):
    batch = write(start())

    def refuse(self, created, before):
        Place.objects.filter(pk=created[0]).delete()
        raise CannotUndo("Un atelier a lieu ici.")

    monkeypatch.setattr(PlaceImporter, "undo", refuse)
    with pytest.raises(CannotUndo):
        undo_batch(batch)

    batch.refresh_from_db()
    assert batch.status == "written"
    assert Place.objects.count() == 2


def test_an_import_that_is_over_cannot_be_stopped(start):
    with pytest.raises(NotReady):
        stop_batch(start())


def test_a_stop_asked_while_it_writes_leaves_nothing_written(start, write, monkeypatch):
    batch = start()
    asked = PlaceImporter.write

    def stop_and_write(self, records, **kwargs):
        Batch.objects.filter(pk=batch.pk).update(stop_asked=True)
        return asked(self, records, **kwargs)

    monkeypatch.setattr(PlaceImporter, "write", stop_and_write)
    monkeypatch.setattr(
        "maillage.batches.running.get_conf", lambda: {"ROWS_AT_A_TIME": 1, "MOST_PROBLEMS": 5}
    )
    write(batch)

    assert batch.status == "stopped"
    assert not Place.objects.exists()


def test_a_fault_is_noted_and_leaves_nothing_written(start, write, monkeypatch):
    batch = start()

    def fail(self, records, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr(PlaceImporter, "write", fail)
    write(batch)

    assert batch.status == "failed"


def test_an_old_import_loses_its_file_and_keeps_its_counts(start, write, django_capture_on_commit_callbacks):
    batch = write(start())
    storage, name = batch.file.storage, batch.file.name
    with django_capture_on_commit_callbacks(execute=True):
        count = forget_old_batches(timezone.localdate() + timedelta(days=91))

    batch.refresh_from_db()
    assert count == 1
    assert not storage.exists(name)
    assert (batch.created, batch.can_be_undone) == (2, False)
