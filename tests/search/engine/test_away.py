"""Elasticsearch refuses: nothing that people do fails."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from maillage.places.models import Place
from search.query import SearchQuery, search
from tests.places.factories import make_organization, make_place, make_superuser
from tests.search.factories import make_text_page

from .settings import search_backends

pytestmark = pytest.mark.django_db

# The port « discard », where nobody listens.
NOBODY = "http://127.0.0.1:9"


@pytest.fixture(autouse=True)
def refused(settings: Any) -> Iterator[None]:
    """The site is set on an Elasticsearch that does not answer."""
    settings.WAGTAILSEARCH_BACKENDS = search_backends(NOBODY)
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def team(client: Client) -> Client:
    """Somebody of the network, signed in."""
    client.force_login(make_superuser())
    return client


def test_publishing_succeeds_and_the_database_knows() -> None:
    page = make_text_page("Réparer un vélo")
    page.save_revision().publish()
    assert search(SearchQuery(text="vélo")).engine == "database"
    assert [result.title for result in search(SearchQuery(text="vélo")).results] == ["Réparer un vélo"]


def test_deleting_succeeds() -> None:
    make_text_page("Réparer un vélo").delete()
    assert not Page.objects.filter(title="Réparer un vélo").exists()
    assert search(SearchQuery(text="vélo")).total == 0


def test_the_public_page_answers(client: Client) -> None:
    make_text_page("Réparer un vélo")
    assert "1 résultat" in client.get("/recherche/?q=velo").content.decode()


def test_the_api_answers(client: Client) -> None:
    make_text_page("Réparer un vélo")
    assert client.get("/api/v1/search?q=velo").json()["engine"] == "database"


@pytest.mark.parametrize(
    "name", ["wagtailadmin_pages:search", "wagtailadmin_choose_page_search", "wagtailimages:index"]
)
def test_lists_of_the_admin_stay_open(team: Client, name: str) -> None:
    make_text_page("Réparer un vélo")
    assert team.get(reverse(name), {"q": "vélo"}).status_code == 200


def test_the_admin_still_finds_pages(team: Client) -> None:
    make_text_page("Réparer un vélo")
    text = team.get(reverse("wagtailadmin_pages:search"), {"q": "vélo"}).content.decode()
    assert "Réparer un vélo" in text


def test_completion_asks_the_database() -> None:
    make_text_page("Réparer un vélo")
    assert [page.title for page in Page.objects.autocomplete("répar")] == ["Réparer un vélo"]


def test_facets_ask_the_database() -> None:
    make_text_page("Réparer un vélo")
    assert dict(Page.objects.search("vélo").facet("live")) == {True: 1}


def test_rows_that_are_no_pages_are_saved_and_deleted() -> None:
    place = make_place(make_organization(), name="Médiathèque")
    place.delete()
    assert not Place.objects.exists()
