"""A site set on a real Elasticsearch, with indices that each test finds empty.

The indices are made once for the process: making one takes longer than most tests.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import override_settings
from modelsearch.backends import get_search_backend
from wagtail.models import Page

from search.elasticsearch import index as indices
from search.elasticsearch.backend import FrenchElasticsearchBackend
from search.elasticsearch.index import MAPPING
from tests.search.engine.settings import search_backends


def default_backend() -> FrenchElasticsearchBackend:
    """The backend of the settings in force."""
    backend: Any = get_search_backend("default")
    return backend


def make_empty_indices(backend: FrenchElasticsearchBackend) -> None:
    """Make the index of the documents and that of the pages, without rows."""
    name = indices.create(backend.es, backend.documents_alias, backend.settings, MAPPING)
    indices.put_in_place(backend.es, backend.documents_alias, name)
    rebuilder = backend.rebuilder_class(backend.get_index_for_model(Page))
    rebuilder.start()
    rebuilder.finish()


def remove_indices(client: Any, prefix: str) -> None:
    """Leave nothing of a test on the server."""
    for index in client.indices.get(index=f"{prefix}*"):
        client.indices.delete(index=index, ignore_unavailable=True)


@pytest.fixture(scope="session")
def kept_indices(
    elasticsearch_url: str, django_db_setup: None, django_db_blocker: Any
) -> Iterator[dict[str, Any]]:
    """The settings of a site whose indices are there."""
    prefix = f"test_{uuid.uuid4().hex[:12]}_"
    backends = search_backends(elasticsearch_url, prefix)
    # The clock that writes carry is the database's.
    with override_settings(WAGTAILSEARCH_BACKENDS=backends), django_db_blocker.unblock():
        make_empty_indices(default_backend())
    yield backends
    # By now some test may have closed the connection that made them.
    with override_settings(WAGTAILSEARCH_BACKENDS=backends):
        remove_indices(default_backend().es, prefix)


@pytest.fixture
def backend(settings: Any, kept_indices: dict[str, Any]) -> FrenchElasticsearchBackend:
    """The site is set on Elasticsearch; its indices are empty."""
    settings.WAGTAILSEARCH_BACKENDS = kept_indices
    backend = default_backend()
    backend.es.indices.refresh(index=f"{backend.index_prefix}*")
    backend.es.delete_by_query(
        index=f"{backend.index_prefix}*", query={"match_all": {}}, refresh=True, conflicts="proceed"
    )
    return backend


@pytest.fixture
def own_prefix(settings: Any, elasticsearch_url: str) -> Iterator[str]:
    """The site is set on Elasticsearch, where nothing was made under its prefix."""
    prefix = f"test_{uuid.uuid4().hex[:12]}_"
    settings.WAGTAILSEARCH_BACKENDS = search_backends(elasticsearch_url, prefix)
    yield prefix
    remove_indices(default_backend().es, prefix)
