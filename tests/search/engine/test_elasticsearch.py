"""A real Elasticsearch: French, accents, the life of a page."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from modelsearch.backends import get_search_backend
from modelsearch.backends.base import get_model_root
from modelsearch.index import get_indexed_models
from wagtail.models import Page

from search.query import SearchQuery, search
from search.sources import searched_querysets
from tests.bookings.factories import make_page
from tests.search.factories import make_text_page

from .settings import search_backends

pytestmark = [pytest.mark.django_db, pytest.mark.elasticsearch]


@pytest.fixture(autouse=True)
def engine(settings: Any, elasticsearch_url: str) -> Iterator[None]:
    """The site is set on Elasticsearch, with indices of this test's own, empty at first."""
    prefix = f"test_{uuid.uuid4().hex[:12]}_"
    settings.WAGTAILSEARCH_BACKENDS = search_backends(elasticsearch_url, prefix)
    backend = get_search_backend("default")
    for root in {get_model_root(queryset.model) for queryset in searched_querysets()}:
        make_empty_index(backend, root)
    yield
    remove_indices(backend.es, prefix)


def make_empty_index(backend: Any, root: type) -> None:
    """Make the index of `root` as `wagtail_update_index` does, without its rows."""
    rebuilder = backend.rebuilder_class(backend.get_index_for_model(root))
    index = rebuilder.start()
    for model in get_indexed_models():
        if get_model_root(model) is root:
            index.add_model(model)
    rebuilder.finish()


def remove_indices(client: Any, prefix: str) -> None:
    for index in client.indices.get(index=f"{prefix}*"):
        client.indices.delete(index=index)


def seen() -> None:
    """Make Elasticsearch show what it has taken."""
    get_search_backend("default").get_index_for_model(Page).refresh()


def titles(text: str) -> list[str]:
    seen()
    found = search(SearchQuery(text=text))
    assert found.engine == "elasticsearch"
    return [result.title for result in found.results]


def test_a_page_is_found_as_soon_as_it_is_published() -> None:
    make_text_page("Réparer un vélo")
    assert titles("vélo") == ["Réparer un vélo"]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("La réparation des vélos", "reparation"),
        ("La réparation des vélos", "vélo"),
        ("Choisir son ordinateur", "l’ordinateur"),
        ("Des tablettes pour tous", "tablette"),
        ("Une école du numérique", "ecole numerique"),
    ],
)
def test_words_and_their_forms_are_one(title: str, text: str) -> None:
    make_text_page(title)
    assert titles(text) == [title]


def test_every_word_must_be_there() -> None:
    make_text_page("Réparer un vélo")
    make_text_page("Réparer un grille-pain")
    assert titles("réparer vélo") == ["Réparer un vélo"]


def test_the_fields_of_a_workshop_are_found() -> None:
    make_page(title="Premiers pas", introduction="Vous apprenez à tenir une souris.")
    assert titles("souris") == ["Premiers pas"]


def test_a_page_that_is_unpublished_or_deleted_goes() -> None:
    hidden, deleted = make_text_page("Vélo bleu"), make_text_page("Vélo vert")
    hidden.unpublish()
    deleted.delete()
    assert titles("vélo") == []


@pytest.mark.parametrize("typed", ["répar", "repar", "RÉPAR"])
def test_completion_does_not_mind_accents(typed: str) -> None:
    page = make_text_page("Réparer un vélo")
    seen()
    assert [found.pk for found in Page.objects.autocomplete(typed)] == [page.pk]


@pytest.mark.parametrize("text", ['"', "vélo AND", "title:(", "/[/", "\x00", "a" * 5_000, "🛠️ vélo"])
def test_no_text_breaks_the_search(text: str) -> None:
    make_text_page("Vélo")
    assert search(SearchQuery(text=text)).total in {0, 1}


def test_an_index_that_is_missing_is_not_invented(settings: Any, elasticsearch_url: str) -> None:
    prefix = f"test_{uuid.uuid4().hex[:12]}_"
    settings.WAGTAILSEARCH_BACKENDS = search_backends(elasticsearch_url, prefix)
    make_text_page("Vélo")
    assert not get_search_backend("default").es.indices.exists(index=f"{prefix}wagtailcore_page")
    assert search(SearchQuery(text="vélo")).engine == "database"


def test_the_whole_index_is_made_again_without_losing_a_page(settings: Any, elasticsearch_url: str) -> None:
    prefix = f"test_{uuid.uuid4().hex[:12]}_"
    make_text_page("Réparer un vélo")
    settings.WAGTAILSEARCH_BACKENDS = search_backends(elasticsearch_url, prefix)
    for _time in range(2):
        call_command("wagtail_update_index", "--backend=default", verbosity=0)
    assert titles("vélo") == ["Réparer un vélo"]
    indices = get_search_backend("default").es.indices.get(index=f"{prefix}wagtailcore_page*")
    remove_indices(get_search_backend("default").es, prefix)
    assert len(indices) == 1
