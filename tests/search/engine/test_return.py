"""Elasticsearch comes back: somebody who was erased while it was away is in none of its indices."""

from __future__ import annotations

import json
from typing import Any

import pytest

from maillage.bookings.models import Session
from maillage.outbox.worker import Worker
from maillage.privacy.services import erase_person
from search.changes import settle
from search.elasticsearch.backend import FrenchElasticsearchBackend
from search.models import IndexChange
from tests.bookings.factories import enroll, make_session
from tests.places.factories import make_place
from tests.search.engine.conftest import default_backend
from tests.search.engine.seeing import ask, seen, titles
from tests.search.engine.settings import search_backends
from tests.search.factories import make_text_page

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.elasticsearch,
    pytest.mark.xdist_group("elasticsearch"),
]

# The port « discard », where nobody listens.
NOBODY = "http://127.0.0.1:9"
MOST_ROWS = 1_000
SEATS_LEFT = {"places_left": frozenset({"yes"})}


def everything_kept() -> str:
    """All that every index of the site keeps, as JSON."""
    backend = default_backend()
    backend.es.indices.refresh(index=f"{backend.index_prefix}*")
    found = backend.es.search(index=f"{backend.index_prefix}*", size=MOST_ROWS)["hits"]
    assert found["total"]["value"] == len(found["hits"])
    return json.dumps([hit["_source"] for hit in found["hits"]], ensure_ascii=False)


@pytest.fixture
def session(backend: FrenchElasticsearchBackend, settings: Any) -> Session:
    """A full date. While the engine was away, the person was erased, with what was published of her."""
    session = make_session(capacity=1)
    enroll(session, "Zéphyrine", email="zephyrine@maison.example")
    portrait = make_text_page("Rencontrer Zéphyrine")
    home = make_place(session.organization, name="Chez Zéphyrine")
    seen()
    assert everything_kept().count("Rencontrer Zéphyrine") > 1
    assert "Chez Zéphyrine" in everything_kept()
    assert session.page.title not in titles(ask(filters=SEATS_LEFT))
    there, settings.WAGTAILSEARCH_BACKENDS = settings.WAGTAILSEARCH_BACKENDS, search_backends(NOBODY)
    assert sum(erase_person("zephyrine@maison.example").values()) > 0
    portrait.delete()
    home.delete()
    settle()
    settings.WAGTAILSEARCH_BACKENDS = there
    assert "Zéphyrine" in everything_kept()
    return session


def test_she_goes_with_what_waited_and_her_seat_is_free(session: Session) -> None:
    Worker().run_once()
    assert "phyrine" not in everything_kept()
    assert session.page.title in titles(ask(filters=SEATS_LEFT))
    assert not IndexChange.objects.exists()


@pytest.mark.usefixtures("session")
def test_she_goes_though_what_waited_was_lost() -> None:
    IndexChange.objects.all().delete()
    Worker().run_once()
    assert "phyrine" not in everything_kept()
