"""A clock that jumped ahead and came back: what it wrote in the future holds nothing up, and nobody alive."""

from datetime import timedelta

import pytest

from maillage.outbox.conf import DEFAULTS
from maillage.outbox.delivery import Outcome, deliver_due
from maillage.outbox.models import JobRun, Message, MessageStatus
from maillage.outbox.services import send_again
from maillage.outbox.worker import Worker, beat, worker_is_alive
from tests.outbox.factories import NOW, hello, make_message, renderers
from tests.outbox.test_jobs import ALL_DAY, job, run_due_jobs

pytestmark = pytest.mark.django_db
SECOND, HOUR, MONTH = timedelta(seconds=1), timedelta(hours=1), timedelta(days=30)
CLAIM = timedelta(seconds=DEFAULTS["CLAIM_SECONDS"])
MINUTE_TO_TRY_AGAIN, DAY_TO_TRY_AGAIN = 1, 6


@pytest.mark.parametrize(
    ("seen", "alive"),
    [
        (-MONTH, False),
        (-61 * SECOND, False),
        (-59 * SECOND, True),
        (timedelta(0), True),
        (30 * SECOND, True),  # another machine, whose clock is half a minute fast
        (HOUR, False),
        (MONTH, False),
    ],
)
def test_a_worker_lives_when_it_was_seen_about_now(seen, alive):
    beat("elsewhere:1", NOW + seen)

    assert worker_is_alive(NOW) is alive


@pytest.mark.parametrize(
    ("started", "claimed", "runs"),
    [
        (-HOUR, None, True),
        (-59 * 60 * SECOND, None, False),
        (30 * SECOND, None, False),
        (MONTH, None, True),
        (MONTH, MONTH + ALL_DAY, True),  # its worker died while the clock was wrong
        (-2 * HOUR, ALL_DAY, False),
        (-2 * HOUR, ALL_DAY + HOUR, True),
    ],
)
def test_a_job_that_began_in_the_future_is_due(started, claimed, runs):
    JobRun.objects.create(name="tests.job", started_at=NOW + started, claimed_until=claimed and NOW + claimed)

    with job(lambda _now: None):
        assert (run_due_jobs(NOW) == ["tests.job"]) is runs
        assert run_due_jobs(NOW) == []


@pytest.mark.parametrize(
    ("fields", "leaves"),
    [
        # What whoever wrote it holds back: a reminder.
        ({"not_before": NOW + MONTH, "created_at": NOW}, False),
        # To leave at once, written while the clock was ahead.
        ({"not_before": NOW + MONTH, "created_at": NOW + MONTH}, True),
        # A reminder written while the clock was ahead keeps its day.
        ({"not_before": NOW + 2 * MONTH, "created_at": NOW + MONTH}, False),
        # Its next try, at the right distance and at one that the clock made.
        ({"attempts": MINUTE_TO_TRY_AGAIN, "not_before": NOW + 59 * SECOND}, False),
        ({"attempts": MINUTE_TO_TRY_AGAIN, "not_before": NOW + HOUR}, True),
        ({"attempts": DAY_TO_TRY_AGAIN, "not_before": NOW + 24 * HOUR}, False),
        ({"attempts": DAY_TO_TRY_AGAIN, "not_before": NOW + MONTH}, True),
        # Tried once since the clock is right again: it waits for its next try.
        ({"attempts": 1, "created_at": NOW + MONTH, "not_before": NOW + 59 * SECOND}, False),
        # Taken by a sender that lives, that died, that died in the future.
        ({"status": MessageStatus.SENDING, "claimed_until": NOW + CLAIM}, False),
        ({"status": MessageStatus.SENDING, "claimed_until": NOW - SECOND}, True),
        ({"status": MessageStatus.SENDING, "claimed_until": NOW + MONTH}, True),
    ],
)
def test_a_message_is_held_back_by_who_wrote_it_and_not_by_the_clock(fields, leaves):
    message = make_message()
    Message.objects.filter(pk=message.pk).update(**fields)

    with renderers(hello=hello):
        assert deliver_due(NOW) == ({Outcome.SENT: 1} if leaves else {})


def test_a_message_that_is_sent_again_is_due_whatever_the_clock_says():
    message = make_message()
    Message.objects.filter(pk=message.pk).update(status=MessageStatus.FAILED, created_at=NOW - HOUR)
    send_again(message)

    assert Message.objects.due(NOW).get() == message


def test_a_worker_gives_a_sign_of_life_again_soon_after_the_clock_came_back(monkeypatch):
    """It counts its own time: the clock on the wall may go back by a month."""
    seconds, wall = iter([0.0, 14.0, 15.0]), iter([NOW + MONTH, NOW])
    monkeypatch.setattr("maillage.outbox.worker.monotonic", lambda: next(seconds))
    monkeypatch.setattr("maillage.outbox.worker.timezone.now", lambda: next(wall))
    worker = Worker()
    alive = [worker._beat_and_ask() or worker_is_alive(NOW) for _turn in range(3)]

    assert alive == [False, False, True]
