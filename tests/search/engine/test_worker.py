"""What changes is right in the index of Elasticsearch after one turn of the worker, before any check."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from maillage.bookings.models import RegistrationSource, Session
from maillage.bookings.services import cancel_session, move_session, register
from maillage.outbox.models import JobRun
from maillage.outbox.worker import Worker
from maillage.places.models import Place
from search.contract import Window
from search.models import IndexChange
from tests.bookings.factories import make_page, make_session
from tests.places.factories import make_organization, make_place
from tests.search.engine.conftest import default_backend
from tests.search.engine.seeing import ask, seen, titles

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.elasticsearch,
    pytest.mark.xdist_group("elasticsearch"),
    pytest.mark.usefixtures("backend"),
]

SEATS_LEFT = {"places_left": frozenset({"yes"})}


@pytest.fixture
def place() -> Place:
    """Where the date takes place."""
    return make_place(make_organization("Les Mulots"), name="Hangar", commune="Redon")


@pytest.fixture
def session(backend: object, place: Place) -> Session:
    """A date with one seat that the index knows. The worker has just compared: it does not mend now."""
    page = make_page(place.organization, title="Premiers pas", place=place)
    session = make_session(page, place=place, capacity=1)
    seen()
    JobRun.objects.create(name="search.check", started_at=timezone.now())
    return session


def work() -> None:
    """Let the worker do what there is to do, once; nobody else follows what changed."""
    assert IndexChange.objects.exists()
    Worker().run_once()
    assert not IndexChange.objects.exists()
    backend = default_backend()
    backend.es.indices.refresh(index=f"{backend.index_prefix}*")


def found(text: str = "premiers pas", **asked: Any) -> list[str]:
    """The workshops that the index finds."""
    return [title for title in titles(ask(text, **asked)) if title == "Premiers pas"]


def day_of(session: Session) -> Window:
    """The hours of a date."""
    return Window(session.start, session.end)


def test_a_date_that_is_cancelled_is_found_no_more(session: Session) -> None:
    assert found(window=day_of(session)) == ["Premiers pas"]
    cancel_session(session, reason="Neige")
    work()
    assert found(window=day_of(session)) == []
    assert found() == ["Premiers pas"]


def test_a_date_whose_last_seat_is_taken_is_full(session: Session) -> None:
    assert found(filters=SEATS_LEFT) == ["Premiers pas"]
    register(session, name="Camille", phone="06 39 98 00 01", source=RegistrationSource.WEB)
    work()
    assert found(filters=SEATS_LEFT) == []
    assert found(window=day_of(session)) == ["Premiers pas"]


def test_a_date_that_is_moved_is_found_where_and_when_it_is_now(session: Session, place: Place) -> None:
    before = day_of(session)
    allaire = make_place(place.organization, name="Mairie", commune="Allaire")
    later = timedelta(days=3)
    moved = move_session(session, start=session.start + later, end=session.end + later, place=allaire)
    work()
    assert found(window=before) == []
    assert found(window=day_of(moved), filters={"commune": frozenset({"allaire"})}) == ["Premiers pas"]
    assert found(window=day_of(moved), filters={"commune": frozenset({"redon"})}) == []


def test_a_place_that_is_renamed_is_found_by_its_new_name(session: Session, place: Place) -> None:
    assert found("hangar") == ["Premiers pas"]
    place.name = "Fournil"
    place.save()
    work()
    assert found("hangar") == []
    assert found("fournil", window=day_of(session)) == ["Premiers pas"]


@pytest.mark.usefixtures("session")
def test_an_organisation_that_is_renamed_is_found_by_its_new_name(place: Place) -> None:
    assert found("mulots") == ["Premiers pas"]
    organization = place.organization
    organization.name = "Les Taupes"
    organization.save()
    work()
    assert found("mulots") == []
    assert found("taupes") == ["Premiers pas"]
