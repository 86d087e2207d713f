"""What the team does in the admin shows on Elasticsearch: synonyms, and pages kept for some."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction

from search.contract import SearchQuery
from search.models import Synonym
from search.query import search
from search.status import repair, status
from tests.places.factories import make_superuser
from tests.search.engine.conftest import default_backend
from tests.search.engine.seeing import ask, seen, titles
from tests.search.factories import make_text_page

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.elasticsearch,
    pytest.mark.xdist_group("elasticsearch"),
    pytest.mark.usefixtures("backend"),
]


@pytest.fixture
def team(client: Client) -> Client:
    """Somebody of the network, signed in."""
    client.force_login(make_superuser())
    return client


def found(text: str) -> list[str]:
    """The titles that Elasticsearch, and no other engine, finds for what somebody types."""
    answer = search(SearchQuery(text=text))
    assert answer.engine == "elasticsearch"
    return [result.title for result in answer.results]


def versions() -> dict[str, int]:
    """How often each document of the index was written."""
    backend = default_backend()
    hits = backend.es.search(index=backend.documents_alias, size=100, version=True)["hits"]["hits"]
    return {hit["_id"]: hit["_version"] for hit in hits}


def test_a_line_of_synonyms_acts_at_once_and_no_document_is_written(team: Client) -> None:
    make_text_page("Bicyclette")
    seen()
    before = versions()
    assert found("vélo") == []
    team.post(reverse("wagtailsnippets_search_synonym:add"), {"expressions": "vélo, bicyclette"})
    assert found("vélo") == ["Bicyclette"]
    line = Synonym.objects.get(expressions="vélo, bicyclette")
    change = reverse("wagtailsnippets_search_synonym:edit", args=[line.pk])
    team.post(change, {"expressions": "tandem, bicyclette"})
    assert (found("vélo"), found("tandem")) == ([], ["Bicyclette"])
    team.post(reverse("wagtailsnippets_search_synonym:delete", args=[line.pk]))
    assert found("tandem") == []
    seen()
    assert versions() == before


@pytest.fixture
def parent() -> Page:
    """A page above another one, both in the index, where nothing differs from the database."""
    parent = make_text_page("Espace des bénévoles")
    parent.add_child(instance=Page(title="Vélo interne"))
    repair(status())
    seen()
    assert status().is_right
    assert found("vélo interne") == ["Vélo interne"]
    return parent


def test_a_page_below_one_that_is_restricted_leaves_the_index_at_once(parent: Page) -> None:
    PageViewRestriction.objects.create(page=parent, restriction_type=PageViewRestriction.LOGIN)
    assert search(SearchQuery(text="vélo interne")).results == []
    seen()
    assert titles(ask("interne")) == []
    assert search(SearchQuery(text="vélo interne")).total == 0
    assert status().is_right


def test_a_page_is_in_the_index_again_when_the_restriction_above_it_ends(parent: Page) -> None:
    restriction = PageViewRestriction.objects.create(page=parent, restriction_type=PageViewRestriction.LOGIN)
    seen()
    restriction.delete()
    seen()
    assert found("vélo interne") == ["Vélo interne"]
    assert status().is_right
