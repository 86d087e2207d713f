"""Indices made again from the database: that of the documents here, the admin's by Wagtail's command."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from modelsearch.index import get_indexed_models

from search.models import SearchDocument

from . import indices
from .again import begin_again
from .client import UNAVAILABLE
from .errors import EngineAwayError, IndexLostError
from .mapping import MAPPING, body_of
from .reading import by_key
from .sending import write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .elasticsearch import FrenchElasticsearchBackend
    from .sending import Action


class RebuildError(Exception):
    """The engine refused some documents; the index that was there stays in its place."""


def rebuild_documents(backend: FrenchElasticsearchBackend) -> int:
    """Make the index of the documents beside the one that is searched, and put it in its place.

    Returns how many documents were written. Memory does not grow with their number. Once it has
    begun, an engine that goes away is waited for, and an index that is lost with its node made again.

    Raises:
        RebuildError: some documents were refused.
        IndexLostError: the index was lost every time.
        TransportError, ApiError: the engine does not answer.
    """
    return begin_again(partial(_rebuild_documents, backend))


def _rebuild_documents(backend: FrenchElasticsearchBackend) -> int:
    alias = backend.documents_alias
    name = indices.create(backend.es, alias, backend.settings, MAPPING)
    written = 0

    def actions() -> Iterator[Action]:
        nonlocal written
        for action in _every_document(name):
            written += 1
            yield action

    refused = list(write(indices.patient(backend.es), actions(), require_alias=False, insists=True))
    if refused:
        raise RebuildError(f"Elasticsearch refused {len(refused)} documents: {refused[0]}")
    indices.put_in_place(backend.es, alias, name)
    return written


def make_missing_indices(backend: FrenchElasticsearchBackend) -> int:
    """Make the indices that are not there; return how many rows they hold.

    Raises:
        EngineAwayError: the engine does not answer.
    """
    try:
        rows = 0
        if not indices.exists(backend.es, backend.documents_alias):
            rows += rebuild_documents(backend)
        for index, models in rows_by_index(backend).items():
            if not indices.exists(backend.es, index.name):
                rows += rebuild_rows(backend, index, models)
    except (*UNAVAILABLE, IndexLostError) as error:
        raise EngineAwayError(f"{type(error).__name__}: {error}") from error
    return rows


def rows_by_index(backend: FrenchElasticsearchBackend) -> dict[Any, list[Any]]:
    """Return the admin's indices, each with the models whose rows it holds."""
    found: dict[str, tuple[Any, list[Any]]] = {}
    for model in get_indexed_models():
        index = backend.get_index_for_model(model)
        found.setdefault(index.name, (index, []))[1].append(model)
    return dict(found.values())


def rebuild_rows(backend: FrenchElasticsearchBackend, index: Any, models: list[Any]) -> int:
    """Make one of the admin's indices beside the one that is searched, and put it in its place."""
    return begin_again(partial(_rebuild_rows, backend, index, models))


def _rebuild_rows(backend: FrenchElasticsearchBackend, index: Any, models: list[Any]) -> int:
    rebuilder = backend.rebuilder_class(index)
    building, rows = rebuilder.start(), 0
    for model in models:
        for batch in by_key(model.get_indexed_objects()):
            building.add_items(model, batch)
            rows += len(batch)
    rebuilder.finish()
    return rows


def _every_document(index: str) -> Iterator[Action]:
    """Yield the action that writes each document, with the instant before its batch was read."""
    version = indices.now_as_version()
    for batch in by_key(SearchDocument.objects.all()):
        for document in batch:
            yield indices.action(index, str(document.pk), version, body_of(document))
        version = indices.now_as_version()
