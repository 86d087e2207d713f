"""The index of the documents, made again from the database alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from search.models import SearchDocument

from . import indices
from .mapping import MAPPING, body_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .elasticsearch import FrenchElasticsearchBackend


class RebuildError(Exception):
    """The engine refused some documents; the index that was there stays in its place."""


def rebuild_documents(backend: FrenchElasticsearchBackend) -> int:
    """Make the index of the documents beside the one that is searched, and put it in its place.

    Returns how many documents were written. Memory does not grow with their number.

    Raises:
        RebuildError: some documents were refused.
        TransportError, ApiError: the engine does not answer.
    """
    alias = backend.documents_alias
    name = indices.create(backend.es, alias, backend.settings, MAPPING)
    written = 0

    def actions() -> Iterator[dict[str, Any]]:
        nonlocal written
        for action in _every_document(name):
            written += 1
            yield action

    refused = list(indices.write(indices.patient(backend.es), actions(), require_alias=False))
    if refused:
        raise RebuildError(f"Elasticsearch refused {len(refused)} documents: {refused[0]}")
    indices.put_in_place(backend.es, alias, name)
    return written


def _every_document(index: str) -> Iterator[dict[str, Any]]:
    """Yield the action that writes each document, read a batch at a time in the order of their keys."""
    last = 0
    while True:
        version = indices.now_as_version()
        batch = list(SearchDocument.objects.filter(pk__gt=last).order_by("pk")[: indices.BULK_ROWS])
        for document in batch:
            shared = {"_index": index, "_id": str(document.pk), "version": version}
            yield {**shared, "version_type": "external_gte", "_source": body_of(document)}
        if not batch:
            return
        last = batch[-1].pk
