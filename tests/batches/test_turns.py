"""Who works at an import: the worker a little at a time, and another process once its own has died."""

from datetime import timedelta

import pytest
from django.utils import timezone

from maillage.batches import running
from maillage.batches.models import Batch, BatchStatus
from maillage.batches.running import is_needed, run_soon, take_a_turn
from maillage.batches.services import ask_to_write, start_batch, stop_batch
from maillage.batches.working import Work, abandoned, at_work, take, waiting
from maillage.places.models import Place
from tests.batches.factories import HEADER, PlaceImporter, upload
from tests.places.factories import make_organization

ROWS = 25
LIVES, MINUTE, MONTH = timedelta(seconds=60), timedelta(minutes=1), timedelta(days=30)


def worker_runs(_now):
    """Say that a worker runs."""
    return True


@pytest.fixture(autouse=True)
def one_row_at_a_time(settings):
    settings.MAILLAGE_BATCHES = {
        "ROWS_AT_A_TIME": 1,
        "WORKER_IS_ALIVE": f"{__name__}.worker_runs",
    }


@pytest.fixture
def batch(db, django_capture_on_commit_callbacks):
    """An import that waits to be checked, where a worker runs."""
    text = HEADER + "".join(f"Salle {number},Redon,\n" for number in range(ROWS))
    with django_capture_on_commit_callbacks(execute=True):
        return start_batch(
            kind=PlaceImporter.kind, file=upload(text), user=None, organization=make_organization()
        )


@pytest.fixture
def ready(batch):
    """An import that was checked, and waits to be written."""
    work_off()
    batch.refresh_from_db()
    ask_to_write(batch)
    return batch


def work_off() -> int:
    """Take turns as a worker does until nothing is left; return how many."""
    turns = 0
    while is_needed(timezone.now()):
        take_a_turn(timezone.now())
        turns += 1
    return turns


def die_after(batch, handfuls: int) -> None:
    """Do as a process that is killed after some handfuls: its sign of life grows old."""
    batch.refresh_from_db()
    take(batch)
    steps = Work(batch).steps()
    for _handful in range(handfuls):
        next(steps)
    Batch.objects.filter(pk=batch.pk).update(beat_at=timezone.now() - timedelta(hours=1))


def test_where_a_worker_runs_the_request_leaves_the_file_to_it(batch):
    assert list(waiting()) == [batch]
    assert batch.is_waiting


def test_the_worker_does_a_part_at_each_of_its_turns(ready):
    assert work_off() == 3  # 25 handfuls, 10 at a time
    ready.refresh_from_db()
    assert (ready.status, ready.written) == ("written", ROWS)


def test_two_imports_are_worked_at_one_after_the_other(ready):
    other = Batch.objects.create(kind=PlaceImporter.kind, file=ready.file, original_name="2.csv", size=1)
    take_a_turn(timezone.now())

    assert list(at_work(timezone.now())) == [ready]
    assert list(waiting()) == [other]
    running._at_work = None  # another process, which has nothing under way itself
    assert not is_needed(timezone.now())


@pytest.mark.parametrize(
    ("beat", "is_dead"),
    [
        (-LIVES, False),
        (timedelta(0), False),
        (MINUTE / 2, False),
        (-3 * MINUTE, True),
        (MONTH, True),
        (None, True),
    ],
)
def test_a_process_is_dead_when_its_sign_is_old_or_lies_in_the_future(batch, beat, is_dead):
    now = timezone.now()
    Batch.objects.filter(pk=batch.pk).update(claim="a", beat_at=None if beat is None else now + beat)

    assert abandoned(now).exists() is is_dead
    assert at_work(now).exists() is not is_dead


@pytest.mark.parametrize("handfuls", [0, 1, 12, ROWS])
def test_what_a_dead_process_had_written_is_taken_back_and_told(ready, handfuls):
    die_after(ready, handfuls) if handfuls else die_before_the_first(ready)
    assert Place.objects.count() == handfuls
    work_off()

    ready.refresh_from_db()
    assert (ready.status, ready.written, ready.taken_back) == ("lost", handfuls, handfuls)
    assert not Place.objects.exists()


def die_before_the_first(batch):
    Batch.objects.filter(pk=batch.pk).update(claim="a", beat_at=timezone.now() - timedelta(hours=1))


def test_a_process_that_dies_while_it_takes_back_is_followed_by_another(ready):
    die_after(ready, 12)
    take_a_turn(timezone.now())  # ten of the twelve are taken back
    running._at_work = None
    Batch.objects.filter(pk=ready.pk).update(beat_at=timezone.now() - timedelta(hours=1))
    work_off()

    ready.refresh_from_db()
    assert (ready.status, ready.written, ready.taken_back) == ("lost", 12, 12)


def test_a_dead_check_ends_with_nothing_to_take_back(batch):
    die_after(batch, 3)
    work_off()

    batch.refresh_from_db()
    assert (batch.status, batch.written) == ("lost", 0)


def test_a_process_that_was_taken_for_dead_writes_nothing_more(ready):
    ready.refresh_from_db()
    take(ready)
    slow = Work(ready).steps()
    next(slow)
    Batch.objects.filter(pk=ready.pk).update(beat_at=timezone.now() - timedelta(hours=1))
    work_off()

    assert list(slow) == []
    assert not Place.objects.exists()
    assert Batch.objects.get(pk=ready.pk).status == BatchStatus.LOST


def test_stop_ends_at_once_what_nobody_has_begun(ready):
    stop_batch(ready)

    ready.refresh_from_db()
    assert (ready.status, is_needed(timezone.now())) == ("stopped", False)


def test_stop_ends_what_nobody_works_at_any_more_where_no_worker_runs(ready, settings):
    die_after(ready, 5)
    settings.MAILLAGE_BATCHES = {"ROWS_AT_A_TIME": 1}
    stop_batch(ready)

    ready.refresh_from_db()
    assert (ready.status, ready.taken_back) == ("stopped", 5)


def test_where_no_worker_runs_the_next_import_ends_those_that_died(ready, settings):
    die_after(ready, 5)
    settings.MAILLAGE_BATCHES = {"ROWS_AT_A_TIME": 1}
    other = Batch.objects.create(kind=PlaceImporter.kind, file=ready.file, original_name="2.csv", size=1)
    run_soon(other.pk)

    assert list(Batch.objects.order_by("pk").values_list("status", flat=True)) == ["lost", "checked"]


def test_an_import_whose_plugin_is_gone_ends(batch):
    Batch.objects.filter(pk=batch.pk).update(kind="tests.gone")
    work_off()

    assert Batch.objects.get().status == "failed"
