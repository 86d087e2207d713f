"""Wagtail's Elasticsearch 8 backend, made to degrade: nothing that people do fails because it is away."""

from __future__ import annotations

import copy
import json
import logging
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch
from elasticsearch.helpers import bulk
from modelsearch.backends import get_search_backend
from modelsearch.backends.elasticsearch8 import (
    Elasticsearch8AutocompleteQueryCompiler,
    Elasticsearch8Index,
    Elasticsearch8Mapping,
    Elasticsearch8SearchBackend,
    Elasticsearch8SearchQueryCompiler,
    Elasticsearch8SearchResults,
)
from modelsearch.index import class_is_indexed
from modelsearch.utils import deep_update

from .analysis import INDEX_SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

logger = logging.getLogger(__name__)

# Seconds for what a person waits for, and for what a rebuild sends in thousands.
PATIENCE, REBUILD_PATIENCE = 2, 60

UNAVAILABLE = (TransportError, ApiError)


_clients: dict[str, Elasticsearch] = {}


def shared_client(**options: Any) -> Elasticsearch:
    """Return the one client of this process for `options`: Wagtail makes a backend for each search,
    and a client of its own would connect anew each time.
    """
    key = json.dumps(options, sort_keys=True, default=str)
    if key not in _clients:
        _clients[key] = Elasticsearch(**options)
    return _clients[key]


class FrenchMapping(Elasticsearch8Mapping):
    """Completes words typed with or without their accents, as they are indexed."""

    edgengram_analyzer_config = {"analyzer": "edgengram_analyzer", "search_analyzer": "folded"}


class FrenchSearchQueryCompiler(Elasticsearch8SearchQueryCompiler):
    """Names the columns as FrenchMapping does."""

    mapping_class = FrenchMapping


class FrenchAutocompleteQueryCompiler(Elasticsearch8AutocompleteQueryCompiler):
    """Names the columns as FrenchMapping does."""

    mapping_class = FrenchMapping


class AliasedIndex(Elasticsearch8Index):
    """An index behind an alias that `wagtail_update_index` makes."""

    def put(self) -> None:
        """Create the index, which may take a busy server longer than a search."""
        self.es.options(request_timeout=REBUILD_PATIENCE).indices.create(
            index=self.name, **self.backend.settings
        )

    def add_item(self, item: Any) -> None:
        """Index one row; without the alias it fails, where Elasticsearch would invent a mapping."""
        if not class_is_indexed(type(item)):
            return
        mapping = self.mapping_class(type(item))
        self.es.index(
            index=self.name,
            document=mapping.get_document(item),
            id=mapping.get_document_id(item),
            require_alias=self.backend.behind_alias,
        )

    def delete_item(self, item: Any) -> None:
        """Forget one row. Deleting is done at once, so it must not fail because the engine is away.

        What stays behind is never shown: a result is read from the database.
        """
        try:
            super().delete_item(item)
        except UNAVAILABLE as error:
            logger.warning("Elasticsearch is away, a deleted row stays in it: %s", type(error).__name__)


class DegradingResults(Elasticsearch8SearchResults):
    """Asks the database when Elasticsearch does not answer: lists and choosers of the admin stay open."""

    def _do_search(self) -> Iterator[Any]:
        try:
            yield from list(super()._do_search())
        except UNAVAILABLE as error:
            self._warn(error)
            yield from self._in_database()[self.start : self.stop]

    def _do_count(self) -> int:
        try:
            return super()._do_count()
        except UNAVAILABLE as error:
            self._warn(error)
            return self._in_database()[self.start : self.stop].count()

    def facet(self, field_name: str) -> OrderedDict[Any, int]:
        """Count the results by a field."""
        try:
            return super().facet(field_name)
        except UNAVAILABLE as error:
            self._warn(error)
            return self._in_database().facet(field_name)

    def _in_database(self) -> Any:
        compiler = self.query_compiler
        database = get_search_backend("database")
        asked = {"fields": compiler.fields, "order_by_relevance": compiler.order_by_relevance}
        if isinstance(compiler, FrenchAutocompleteQueryCompiler):
            return database.autocomplete(compiler.query, compiler.queryset, **asked)
        return database.search(compiler.query, compiler.queryset, **asked)

    def _warn(self, error: Exception) -> None:
        logger.warning("Elasticsearch is away, the database answers: %s", type(error).__name__)


class FrenchElasticsearchBackend(Elasticsearch8SearchBackend):
    """What `ELASTICSEARCH_URL` switches on. Beside it a backend named « database » must stand."""

    mapping_class = FrenchMapping
    index_class = AliasedIndex
    query_compiler_class = FrenchSearchQueryCompiler
    autocomplete_query_compiler_class = FrenchAutocompleteQueryCompiler
    results_class = DegradingResults
    client_class = staticmethod(shared_client)
    unavailable = UNAVAILABLE
    # Indexing is a task: it fails, visibly, and can be tried again; publishing has succeeded before.
    catch_indexing_errors = False

    def __init__(self, params: dict[str, Any]) -> None:
        self.behind_alias = params.get("ATOMIC_REBUILD", True)
        own = deep_update(copy.deepcopy(INDEX_SETTINGS), params.pop("INDEX_SETTINGS", {}))
        options = {"max_retries": 0, **params.pop("OPTIONS", {})}
        super().__init__({"TIMEOUT": PATIENCE, **params, "INDEX_SETTINGS": own, "OPTIONS": options})

    def strict(self) -> FrenchElasticsearchBackend:
        """Return this backend, raising one of `unavailable` where it would ask the database."""
        strict = copy.copy(self)
        strict.results_class = Elasticsearch8SearchResults
        return strict

    def bulk(self, client: Any, *args: Any, **kwargs: Any) -> Any:
        """Send many rows with the patience that a rebuild needs."""
        return bulk(client.options(request_timeout=REBUILD_PATIENCE), *args, **kwargs)
