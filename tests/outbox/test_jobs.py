"""Work that comes back."""

from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.test import override_settings
from django.utils import timezone
from wagtail import hooks

from maillage.outbox.jobs import PeriodicJob, forget_old_messages, get_jobs, run_due_jobs
from maillage.outbox.models import JobRun, Message, MessageStatus
from tests.outbox.factories import NOW, make_message
from tests.places.factories import make_index_page

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
ALL_DAY = timedelta(days=1)


@contextmanager
def job(run, name="tests.job", is_needed=None, every=HOUR):
    """Install one job beside those of the plugins, which another worker holds all day."""
    for installed in get_jobs():
        JobRun.objects.create(name=installed, started_at=NOW, claimed_until=NOW + ALL_DAY)
    periodic = PeriodicJob(name=name, every=every, run=run, is_needed=is_needed)
    with (
        override_settings(MAILLAGE_OUTBOX={"JOB_CLAIM_SECONDS": ALL_DAY.total_seconds()}),
        hooks.register_temporarily("register_periodic_jobs", lambda: [periodic]),
    ):
        yield


def test_a_job_runs_at_once_and_then_at_its_pace():
    with job(lambda now: f"at {now:%H}"):
        ran = [run_due_jobs(NOW + minutes * HOUR / 60) for minutes in (0, 30, 59, 60, 61)]

    assert ran == [["tests.job"], [], [], ["tests.job"], []]
    assert JobRun.objects.get(name="tests.job").result == "at 10"


def test_waiting_writes_nothing(django_assert_max_num_queries):
    with job(lambda _now: None):
        run_due_jobs(NOW)

        # When each has run, and whether there is a file to import.
        with django_assert_max_num_queries(2) as asked:
            run_due_jobs(NOW)

    assert all(query["sql"].startswith("SELECT") for query in asked.captured_queries)


def test_a_job_that_is_not_needed_is_left_alone_without_a_write():
    with job(lambda _now: None, is_needed=lambda _now: False):
        assert run_due_jobs(NOW) == []

    assert not JobRun.objects.filter(name="tests.job").exists()


def test_a_job_that_cannot_tell_whether_it_is_needed_stops_no_other():
    with job(lambda _now: None, is_needed=lambda _now: 1 / 0):
        assert run_due_jobs(NOW) == []


def test_a_job_that_another_worker_runs_is_left_to_it():
    JobRun.objects.create(name="tests.job", started_at=NOW - 2 * HOUR, claimed_until=NOW + HOUR)

    with job(lambda _now: None):
        assert run_due_jobs(NOW) == []


def test_a_job_whose_worker_died_is_taken_again():
    JobRun.objects.create(name="tests.job", started_at=NOW - 2 * HOUR, claimed_until=NOW - HOUR)

    with job(lambda _now: None):
        assert run_due_jobs(NOW) == ["tests.job"]


def test_a_job_without_a_pace_that_its_worker_dropped_is_taken_again_after_two_minutes():
    JobRun.objects.create(name="tests.job", started_at=NOW, claimed_until=NOW + timedelta(minutes=2))

    with job(lambda _now: None, every=timedelta(0)):
        ran = [run_due_jobs(NOW + minutes * HOUR / 60) for minutes in (1, 2, 2)]

    assert ran == [[], ["tests.job"], ["tests.job"]]


def test_of_two_workers_that_saw_a_job_due_only_one_runs_it():
    ran = []

    def run_beside_another_worker(_now):
        ran.append("mine")
        ran.extend(run_due_jobs(NOW))

    with job(run_beside_another_worker):
        run_due_jobs(NOW)

    assert ran == ["mine"]


def test_a_job_that_fails_comes_back_at_its_next_time():
    with job(lambda _now: 1 / 0):
        run_due_jobs(NOW)
        again = run_due_jobs(NOW + HOUR)

    assert again == ["tests.job"]
    assert JobRun.objects.get(name="tests.job").result == "ZeroDivisionError"


def test_no_job_begins_once_the_worker_is_told_to_stop():
    with job(lambda _now: None):
        assert run_due_jobs(NOW, should_stop=lambda: True) == []


def test_people_are_forgotten_once_a_day():
    assert get_jobs()["privacy.anonymize"].every == timedelta(days=1)
    assert "privacy.anonymize" in run_due_jobs(NOW)


def test_messages_that_are_over_leave_the_log_after_a_year_and_a_bit():
    old, recent, waiting = (make_message() for _number in range(3))
    Message.objects.filter(pk__in=[old.pk, waiting.pk]).update(created_at=NOW - timedelta(days=402))
    Message.objects.filter(pk=recent.pk).update(created_at=NOW - timedelta(days=398))
    Message.objects.filter(pk__in=[old.pk, recent.pk]).update(status=MessageStatus.SENT)

    assert forget_old_messages(date(2027, 1, 12)) == 1
    assert set(Message.objects.all()) == {recent, waiting}


def test_a_page_whose_time_is_over_leaves_the_site():
    page = make_index_page()
    page.expire_at = timezone.now() - timedelta(minutes=1)
    page.save()

    assert "wagtail.publish_scheduled" in run_due_jobs(NOW)
    page.refresh_from_db()
    assert not page.live
