"""Reminders and thanks: to whom, when, and once each."""

from datetime import timedelta

import pytest
from django.utils import timezone

from maillage.bookings.messages.reminders import remind
from maillage.bookings.models import RegisteredDate, Registration
from maillage.bookings.services import cancel_registration, cancel_session, move_session
from maillage.outbox.models import Message

from .factories import enroll, make_cycle, make_page, make_session

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def reminded(kind: str = "bookings.reminder") -> list[str]:
    """The references of those who are written to, in order."""
    return list(Message.objects.filter(kind=kind).order_by("pk").values_list("subject_reference", flat=True))


def long_ago(registration: Registration) -> Registration:
    """Make as if this person had registered three months before."""
    moment = timezone.now() - timedelta(days=90)
    Registration.objects.filter(pk=registration.pk).update(created_at=moment, confirmed_at=moment)
    registration.refresh_from_db()
    return registration


def test_a_reminder_leaves_when_its_delay_has_come() -> None:
    session = make_session(make_page(reminder_hours=48), in_days=7)
    person = long_ago(enroll(session))
    remind(session.start - 49 * HOUR)
    assert reminded() == []
    remind(session.start - 48 * HOUR)
    assert reminded() == [person.reference]


def test_a_job_that_runs_again_reminds_nobody_twice() -> None:
    session = make_session(make_page(reminder_hours=48))
    long_ago(enroll(session))
    for minutes in (0, 10, 600):
        remind(session.start - 48 * HOUR + timedelta(minutes=minutes))
    assert len(reminded()) == 1


def test_a_second_reminder_leaves_at_its_own_time() -> None:
    session = make_session(make_page(reminder_hours=72, second_reminder_hours=24))
    long_ago(enroll(session))
    remind(session.start - 72 * HOUR)
    remind(session.start - 24 * HOUR)
    assert len(reminded()) == 2


def test_a_page_without_a_delay_reminds_nobody() -> None:
    session = make_session(make_page(reminder_hours=None))
    long_ago(enroll(session))
    remind(session.start - HOUR)
    assert reminded() == []


@pytest.mark.parametrize(
    ("known_since", "is_reminded"),
    # The last one registered while the clock was a month ahead.
    [(-72 * HOUR, True), (-1 * HOUR, False), (timedelta(seconds=30), False), (30 * 24 * HOUR, True)],
)
def test_who_registered_after_the_delay_has_the_confirmation_before_their_eyes(
    known_since: timedelta, is_reminded: bool
) -> None:
    session, now = make_session(make_page(reminder_hours=48), in_days=1), timezone.now()
    enroll(session)
    Registration.objects.update(confirmed_at=now + known_since)
    remind(now)
    assert bool(reminded()) is is_reminded


def test_only_those_who_come_are_reminded() -> None:
    session = make_session(make_page(reminder_hours=48), capacity=2)
    comes, cancels = long_ago(enroll(session, "Ana")), long_ago(enroll(session, "Bob"))
    waits = enroll(session, "Cleo")
    cancel_registration(cancels)
    remind(session.start - 47 * HOUR)
    assert reminded() == [comes.reference]
    assert waits.status == "waiting"


def test_nobody_is_reminded_of_a_date_that_does_not_take_place() -> None:
    session = make_session(make_page(reminder_hours=48))
    long_ago(enroll(session))
    cancel_session(session, reason="Panne de chauffage.")
    remind(session.start - 47 * HOUR)
    assert reminded() == []


def test_a_date_that_moves_is_reminded_at_its_new_hour() -> None:
    session = make_session(make_page(reminder_hours=48))
    long_ago(enroll(session))
    remind(session.start - 48 * HOUR)
    moved = move_session(session, start=session.start + 72 * HOUR, end=session.end + 72 * HOUR)
    remind(moved.start - 48 * HOUR)
    assert len(reminded()) == 2


def test_each_date_of_a_cycle_is_reminded() -> None:
    dates = make_cycle(make_page(reminder_hours=48), capacities=(5, 5))
    long_ago(enroll(dates[0]))
    for date in dates:
        remind(date.start - 48 * HOUR)
    assert len(reminded()) == 2


def test_thanks_go_to_those_who_were_present_the_day_after() -> None:
    session = make_session(make_page(sends_thanks=True), capacity=5)
    came, did_not = enroll(session, "Ana"), enroll(session, "Bob")
    RegisteredDate.objects.filter(registration=came).update(attendance="present")
    RegisteredDate.objects.filter(registration=did_not).update(attendance="absent")
    remind(session.end + HOUR)
    assert reminded("bookings.thanks") == []
    for hours in (12, 13, 24):
        remind(session.end + hours * HOUR)
    assert reminded("bookings.thanks") == [came.reference]


def test_a_page_that_does_not_thank_writes_nothing() -> None:
    session = make_session(make_page(sends_thanks=False))
    RegisteredDate.objects.filter(registration=enroll(session)).update(attendance="present")
    remind(session.end + 12 * HOUR)
    assert reminded("bookings.thanks") == []


def test_the_job_asks_as_little_for_many_dates(django_assert_max_num_queries) -> None:
    page = make_page(reminder_hours=48)
    sessions = [make_session(page, in_days=7 + number / 100, capacity=5) for number in range(12)]
    for session in sessions:
        long_ago(enroll(session, "Ana"))
    moment = sessions[-1].start - 48 * HOUR
    remind(moment)
    assert len(reminded()) == 12
    with django_assert_max_num_queries(6):
        remind(moment)
