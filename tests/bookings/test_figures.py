"""What bookings counts for the key figures."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maillage.bookings.figures import provider
from maillage.bookings.models import HeadCount, Registration, Session, VolunteerTime
from maillage.bookings.services import register
from maillage.bookings.services.attendance import note_attendance
from maillage.figures.providers import ComputedFigure, Scope, get_providers
from tests.bookings.factories import make_page, make_session
from tests.places.factories import make_organization, make_place

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
LATELY = Scope(start=TODAY - timedelta(days=30), end=TODAY)


def held(page=None, *, people=3, in_days=-3, **fields) -> Session:
    """A date that took place, with one family that came."""
    session = make_session(page, in_days=in_days, capacity=50, **fields)
    before = session.start - timedelta(days=2)
    family = register(session, name="Ana", email="ana@maison.example", seats=people, source="web", now=before)
    note_attendance(session, family.public_id, attendance="present")
    return session


def figures(scope=LATELY):
    return {figure.key: figure.value for figure in provider().compute(scope)}


def test_dates_held_seats_people_and_hours_are_counted():
    session = held()
    VolunteerTime.objects.create(session=session, minutes=90)
    assert figures() == {"dates": 1, "registered": 3, "present": 3, "volunteering": Decimal("1.5")}


def test_what_did_not_take_place_counts_for_nothing():
    Session.objects.filter(pk=held().pk).update(status="cancelled")
    held(in_days=3)
    assert set(figures().values()) == {0}


def test_a_number_typed_wins_over_attendance():
    HeadCount.objects.create(session=held(), category="total", count=14, typed=True)
    held()
    assert figures()["present"] == 17


@pytest.mark.parametrize("narrowed_to", ["organization", "place", "page"])
def test_figures_are_narrowed_to_what_is_asked(narrowed_to):
    ours = held(make_page(make_organization(), place=None), place=make_place(make_organization("Autre")))
    held(make_page(make_organization("La Vilaine Bidouille")))
    scope = Scope(start=LATELY.start, end=LATELY.end, **{narrowed_to: getattr(ours, narrowed_to)})
    assert figures(scope)["dates"] == 1


def test_the_last_day_of_a_period_is_in_it():
    session = held()
    day = session.local_start.date()
    assert figures(Scope(start=day, end=day))["dates"] == 1
    assert figures(Scope(start=date(2020, 1, 1), end=day - timedelta(days=1)))["dates"] == 0


def test_figures_outlive_the_people():
    held()
    before = figures()
    Registration.objects.update(name="", email="", phone="", anonymized_at=timezone.now())
    assert figures() == before


def test_four_queries_are_enough():
    held()
    held()
    with CaptureQueriesContext(connection) as queries:
        figures()
    assert len(queries) == 4


def test_the_provider_is_one_of_the_sites():
    assert "bookings" in {each.key for each in get_providers()}


@pytest.mark.parametrize(("people", "words"), [(0, "0"), (1, "moins de 5"), (4, "moins de 5"), (5, "5")])
def test_what_is_public_hides_a_handful_of_people_and_an_association_reads_its_own_number(people, words):
    figure = ComputedFigure("present", "personnes", people, counts_people=True)
    assert figure.public_words == words
    assert figure.value_in_words == str(people)


def test_four_dates_are_not_four_people():
    assert ComputedFigure("dates", "dates", 4).public_words == "4"
