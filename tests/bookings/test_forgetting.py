"""Answers and guardians end on their own day, before or with the registration."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from maillage.bookings import personal_data
from maillage.bookings.models import Answer, Guardian, Registration
from tests.bookings.factories import make_session
from tests.bookings.questions import PERSON, ask, name_of, page_that_asks

pytestmark = pytest.mark.django_db

MARK = "marqueunique"
NEIGHBOUR = "+33639981236"


@pytest.fixture
def registration(client: Any) -> Registration:
    page = page_that_asks(
        ask("text", "Une semaine ?", keep_days=7),
        ask("text", "Jusqu’au bout ?"),
        ask("phone", "Un voisin à prévenir ?"),
        guardian_below_age=18,
        seats_per_registration=2,
        names_of_group=True,
        asks_photo=True,
    )
    typed = {
        **PERSON,
        **{name_of(words): MARK for words in ("Une semaine ?", "Jusqu’au bout ?")},
        "seats": "2",
        "companions": MARK,
        "relay_name": MARK,
        "relay_role": "relative",
        "photo_allowed": "no",
        "minor": "on",
        "guardian_name": MARK,
        "guardian_phone": "06 39 98 12 35",
        "emergency_note": MARK,
        name_of("Un voisin à prévenir ?"): "06 39 98 12 36",
    }
    session = make_session(page)
    assert client.post(reverse("bookings:register", args=[session.public_id]), typed).status_code == 302
    return Registration.objects.get()


def wordings() -> set[str]:
    return set(Answer.objects.values_list("wording", flat=True))


def tables_that_hold(mark: str) -> list[str]:
    """The tables of bookings and of the outbox in which `mark` stands."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(("bookings_", "outbox_")):
                cursor.execute(f'SELECT * FROM "{table}"')
                found += [table for row in cursor.fetchall() if mark in str(row)]
    return found


def test_an_answer_is_forgotten_on_its_own_day(registration: Registration) -> None:
    day = registration.sessions.get().local_end.date()
    personal_data.expire(day + timedelta(days=7))
    assert "Une semaine ?" in wordings()
    personal_data.expire(day + timedelta(days=8))
    assert "Une semaine ?" not in wordings()
    assert "Jusqu’au bout ?" in wordings()


def test_a_guardian_is_forgotten_after_thirty_days(registration: Registration) -> None:
    day = registration.sessions.get().local_end.date()
    personal_data.expire(day + timedelta(days=30))
    assert Guardian.objects.exists()
    personal_data.expire(day + timedelta(days=31))
    assert not Guardian.objects.exists()
    assert Registration.objects.get().name == PERSON["name"]


def test_nothing_is_left_when_the_registration_ends(registration: Registration) -> None:
    after = registration.expires_on + timedelta(days=1)
    assert personal_data.expire(after) > 0
    assert tables_that_hold(MARK) == []
    assert personal_data.expire(after) == 0


def test_everything_is_given_back(registration: Registration) -> None:
    (row,) = personal_data.export("+33639981234")
    assert row["answers"]["Jusqu’au bout ?"] == MARK
    assert row["guardian"]["phone"] == "+33639981235"
    assert (row["names_of_the_others"], row["registered_by"], row["may_be_on_photos"]) == (
        [MARK],
        MARK,
        False,
    )
    assert row["notice"] == registration.consent_version


def test_an_erased_person_is_in_no_table(registration: Registration) -> None:
    personal_data.erase("+33639981234")
    assert tables_that_hold(MARK) == []


def test_a_guardian_finds_the_registration_that_they_answer_for(registration: Registration) -> None:
    assert personal_data.find("+33639981235") == [registration.reference]


def test_somebody_named_in_an_answer_has_it_forgotten_and_nothing_else(registration: Registration) -> None:
    assert personal_data.find(NEIGHBOUR) == [registration.reference]
    assert personal_data.export(NEIGHBOUR)[0]["answers"] == {"Un voisin à prévenir ?": NEIGHBOUR}
    assert personal_data.erase(NEIGHBOUR) == 1
    assert tables_that_hold(NEIGHBOUR) == []
    registration.refresh_from_db()
    assert registration.name == PERSON["name"]
