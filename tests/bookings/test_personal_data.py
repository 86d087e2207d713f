"""A person's data have an end, and everything about them can be given back or forgotten."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from maillage.bookings import personal_data
from maillage.bookings.models import Registration
from maillage.outbox.models import Message
from tests.bookings.factories import enroll, make_session, statuses

pytestmark = pytest.mark.django_db


def test_a_person_is_found_by_phone_and_by_address_whatever_the_case() -> None:
    session = make_session(capacity=5)
    by_mail = enroll(session, "Ana", email="Ana@maison.example")
    by_phone = enroll(session, "Bob", email="", phone="+33639981234")
    assert personal_data.find("ana@maison.example") == [by_mail.reference]
    assert personal_data.find("+33639981234") == [by_phone.reference]


def test_the_export_says_everything_that_is_kept() -> None:
    session = make_session()
    enroll(session, "Ana", answers={"niveau": "débutante"})
    (row,) = personal_data.export("ana@maison.example")
    assert row["name"] == "Ana"
    assert row["answers"] == {"niveau": "débutante"}
    assert row["dates"] == [session.start.isoformat()]


def test_an_erased_person_leaves_no_trace_and_hands_the_seat_on() -> None:
    session = make_session(capacity=1)
    enroll(session, "Ana", email="marque-unique@maison.example")
    enroll(session, "Bob")
    personal_data.erase("marque-unique@maison.example")
    assert statuses(session) == [("", "cancelled"), ("Bob", "offered")]
    assert "marque-unique" not in str(list(Registration.objects.values()))
    assert "marque-unique" not in str(list(Message.objects.values()))


def test_registrations_are_forgotten_after_their_time_and_counts_stay() -> None:
    session = make_session()
    enroll(session, "Ana")
    kept_until = Registration.objects.get().expires_on
    assert personal_data.expire(kept_until) == 0
    assert personal_data.expire(kept_until + timedelta(days=1)) == 1
    row = Registration.objects.get()
    assert (row.name, row.email, row.status, row.seats) == ("", "", "confirmed", 1)


def test_the_time_runs_from_the_last_date(settings) -> None:
    settings.MAILLAGE_BOOKINGS = {"RETENTION_DAYS": 10}
    session = make_session(in_days=5)
    enroll(session)
    last_day = timezone.localtime(session.end).date()
    assert Registration.objects.get().expires_on == last_day + timedelta(days=10)


def test_the_command_forgets_what_is_over() -> None:
    enroll(make_session(), "Ana")
    Registration.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    call_command("anonymize", stdout=StringIO())
    assert Registration.objects.get().name == ""
