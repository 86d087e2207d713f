"""Elasticsearch refuses, hangs or has no index: nothing that people do fails, and nobody waits in line."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from maillage.places.models import Place
from search.changes import settle
from search.contract import SearchQuery
from search.elasticsearch import client, current
from search.elasticsearch import client as breaker
from search.models import ChangeTarget, IndexChange
from search.query import search
from tests.places.factories import make_organization, make_place, make_superuser
from tests.search.engine.settings import search_backends
from tests.search.engine.silent import SilentServer, blackholed_port, silent_server
from tests.search.factories import make_text_page

pytestmark = pytest.mark.django_db

# The port « discard », where nobody listens.
NOBODY = "http://127.0.0.1:9"
# Seconds: a test may be impatient.
SHORT = 0.2
# The engines, by their fixtures, that give no answer at all; another one answers, and has no index.
NO_ANSWER = ["refused", "silent", "blackholed"]
ON_THE_SERVER = [pytest.mark.elasticsearch, pytest.mark.xdist_group("elasticsearch")]
LISTS_AND_CHOOSERS = [
    "wagtailadmin_pages:search",
    "wagtailadmin_choose_page_search",
    "wagtailimages:index",
    "wagtailimages_chooser:choose_results",
    "wagtaildocs:index",
    "wagtaildocs_chooser:choose_results",
    "network_places:index",
    "network_organizations:index",
    "place_chooser:choose",
    "wagtailsnippets_search_synonym:list",
    "wagtailsnippets_workshops_topic:list",
    "wagtailsnippetchoosers_workshops_topic:choose_results",
]


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """The site says in its log that the engine is away; the tests know."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


def set_site_on(settings: Any, url: str, **options: Any) -> None:
    """Set the site on the engine at `url`, with a breaker that has seen nothing yet."""
    client.forget_clients()
    settings.WAGTAILSEARCH_BACKENDS = search_backends(url, **options)


@pytest.fixture
def silent(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[SilentServer]:
    """The site is set on an Elasticsearch that takes connections and does not answer.

    Nobody looks whether it is back: what comes to it comes from people.
    """
    monkeypatch.setattr(breaker, "LOOK_EVERY", 3_600)
    with silent_server() as server:
        set_site_on(settings, server.url, TIMEOUT=SHORT)
        yield server


@pytest.fixture
def blackholed(settings: Any) -> Iterator[None]:
    """The site is set on a port that swallows what is sent to it."""
    with blackholed_port() as url:
        set_site_on(settings, url, TIMEOUT=SHORT)
        yield


@pytest.fixture
def refused(settings: Any) -> None:
    """The site is set on a port where nobody listens."""
    set_site_on(settings, NOBODY)


@pytest.fixture
def without_an_index(own_prefix: str) -> None:
    """The site is set on a real Elasticsearch that answers, and knows nothing."""


@pytest.fixture(params=[*NO_ANSWER, pytest.param("without_an_index", marks=ON_THE_SERVER)])
def away(request: pytest.FixtureRequest) -> None:
    """The site is set on an Elasticsearch that refuses, hangs, cannot be reached, or has no index."""
    request.getfixturevalue(request.param)


@pytest.fixture
def team(client: Client) -> Client:
    """Somebody of the network, signed in."""
    client.force_login(make_superuser())
    return client


@pytest.mark.usefixtures("away")
class TestNothingFails:
    """Whatever people do."""

    def test_publishing_succeeds_and_the_database_knows(self) -> None:
        page = make_text_page("Réparer un vélo")
        page.save_revision().publish()
        settle()
        found = search(SearchQuery(text="vélo"))
        assert found.engine != "elasticsearch"
        assert [result.title for result in found.results] == ["Réparer un vélo"]

    def test_deleting_succeeds(self) -> None:
        make_text_page("Réparer un vélo").delete()
        settle()
        assert not Page.objects.filter(title="Réparer un vélo").exists()
        assert search(SearchQuery(text="vélo")).total == 0

    def test_the_public_page_answers(self, client: Client) -> None:
        make_text_page("Réparer un vélo")
        settle()
        assert "Réparer un" in client.get("/recherche/?q=velo").content.decode()

    def test_the_api_answers(self, client: Client) -> None:
        make_text_page("Réparer un vélo")
        settle()
        assert client.get("/api/v1/search?q=velo").json()["total"] == 1

    @pytest.mark.parametrize("name", LISTS_AND_CHOOSERS)
    def test_lists_of_the_admin_stay_open(self, team: Client, name: str) -> None:
        make_text_page("Réparer un vélo")
        assert team.get(reverse(name), {"q": "vélo"}).status_code == 200

    @pytest.mark.parametrize("name", ["network_places:index", "place_chooser:choose_results"])
    def test_places_are_found_in_their_list_and_their_chooser(self, team: Client, name: str) -> None:
        mulots = make_organization("Les Mulots")
        make_place(mulots, name="Médiathèque")
        make_place(mulots, name="Hangar")
        text = team.get(reverse(name), {"q": "médiathèque"}).content.decode()
        assert "Médiathèque" in text
        assert "Hangar" not in text

    def test_an_organisation_is_found_in_its_list(self, team: Client) -> None:
        make_organization("Les Mulots")
        assert (
            "Les Mulots" in team.get(reverse("network_organizations:index"), {"q": "mulots"}).content.decode()
        )

    def test_the_admin_still_finds_pages(self, team: Client) -> None:
        make_text_page("Réparer un vélo")
        text = team.get(reverse("wagtailadmin_pages:search"), {"q": "vélo"}).content.decode()
        assert "Réparer un vélo" in text

    def test_completion_asks_the_database(self) -> None:
        make_text_page("Réparer un vélo")
        assert [page.title for page in Page.objects.autocomplete("répar")] == ["Réparer un vélo"]

    def test_facets_ask_the_database(self) -> None:
        make_text_page("Réparer un vélo")
        assert dict(Page.objects.search("vélo").facet("live")) == {True: 1}

    def test_rows_that_are_no_pages_are_saved_and_deleted(self) -> None:
        make_place(make_organization(), name="Médiathèque").delete()
        settle()
        assert not Place.objects.exists()


@pytest.mark.parametrize("engine", NO_ANSWER)
def test_what_changed_waits_for_an_engine_that_does_not_answer(
    request: pytest.FixtureRequest, engine: str
) -> None:
    request.getfixturevalue(engine)
    page = make_text_page("Réparer un vélo")
    settle()
    waiting = IndexChange.objects.filter(target=ChangeTarget.ENGINE).values_list("key", flat=True)
    assert f"wagtailcore.page:{page.pk}" in waiting


class TestNobodyWaits:
    """After the first that found the engine silent."""

    def test_a_site_waits_one_second(self, settings: Any) -> None:
        settings.WAGTAILSEARCH_BACKENDS = search_backends(NOBODY, patient=False)
        assert current().client._request_timeout == 1.0

    def test_the_engine_is_tried_once_for_all_that_follow(self, silent: SilentServer) -> None:
        for _person in range(20):
            search(SearchQuery(text="vélo"))
        assert silent.attempts == 1
        assert current() is None

    def test_a_page_of_the_admin_tries_once_for_all_that_it_asks(
        self, silent: SilentServer, team: Client
    ) -> None:
        team.get(reverse("wagtailadmin_pages:search"), {"q": "vélo"})
        assert silent.attempts == 1

    def test_publishing_a_branch_tries_once(self, silent: SilentServer) -> None:
        for number in range(5):
            make_text_page(f"Vélo {number}")
            settle()
        assert silent.attempts == 1

    @pytest.mark.django_db(transaction=True)
    def test_people_who_come_together_do_not_pile_up(self, silent: SilentServer) -> None:
        make_text_page("Vélo")
        together = threading.Barrier(8)
        answers: list[int] = []

        def visit() -> None:
            together.wait()
            for _time in range(3):
                answers.append(search(SearchQuery(text="vélo")).total)
            connection.close()

        before = threading.active_count()
        people = [threading.Thread(target=visit) for _person in range(8)]
        for person in people:
            person.start()
        for person in people:
            person.join()
        assert answers == [1] * 24
        # Those who came before the first failure tried at the same time, nobody after.
        assert silent.attempts <= 8
        assert threading.active_count() <= before + 1
