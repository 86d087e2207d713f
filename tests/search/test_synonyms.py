"""Synonyms as the team keeps them: at once active, without touching an index."""

import pytest
from django.test import Client
from django.urls import reverse

from search.changes import settle
from search.contract import SearchQuery
from search.models import SearchDocument, Synonym
from search.query import search
from tests.places.factories import make_editor, make_organization, make_superuser
from tests.search.factories import make_text_page

pytestmark = pytest.mark.django_db

LIST = "wagtailsnippets_search_synonym:list"
ADD = "wagtailsnippets_search_synonym:add"


def titles(text: str) -> list[str]:
    return [result.title for result in search(SearchQuery(text=text)).results]


def test_a_line_typed_in_the_admin_acts_at_once_on_documents_that_stay_as_they_are(client: Client) -> None:
    make_text_page("Bicyclette")
    settle()
    before = list(SearchDocument.objects.values_list("pk", "digest"))
    assert titles("vélo") == []
    client.force_login(make_superuser())
    client.post(reverse(ADD), {"expressions": "vélo, bicyclette"})
    assert titles("vélo") == ["Bicyclette"]
    assert list(SearchDocument.objects.values_list("pk", "digest")) == before
    Synonym.objects.all().delete()
    assert titles("vélo") == []


def test_a_line_of_one_expression_comes_back_with_a_sentence(client: Client) -> None:
    client.force_login(make_superuser())
    page = client.post(reverse(ADD), {"expressions": "vélo"}).content.decode()
    assert "Écrivez au moins deux expressions" in page
    assert not Synonym.objects.exists()


def test_an_association_does_not_keep_the_synonyms_of_the_network(client: Client) -> None:
    client.force_login(make_editor(make_organization()))
    assert client.get(reverse(LIST)).status_code in {302, 403}
    client.post(reverse(ADD), {"expressions": "vélo, bicyclette"})
    assert not Synonym.objects.exists()
