"""Wagtail's Elasticsearch backend, made to degrade: nothing that people do fails because it is away."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from modelsearch.backends import get_search_backend
from modelsearch.backends.base import get_model_root
from modelsearch.backends.elasticsearch8 import (
    Elasticsearch8AutocompleteQueryCompiler,
    Elasticsearch8Index,
    Elasticsearch8Mapping,
    Elasticsearch8SearchBackend,
    Elasticsearch8SearchQueryCompiler,
    Elasticsearch8SearchResults,
)
from modelsearch.index import class_is_indexed, get_indexed_models
from modelsearch.utils import deep_update

from search.elasticsearch.client import PATIENCE, UNAVAILABLE, is_up, shared_client
from search.elasticsearch.index import (
    INDEX_SETTINGS,
    NAME,
    action,
    create,
    now_as_version,
    patient,
    put_in_place,
)
from search.elasticsearch.query import ElasticsearchEngine
from search.elasticsearch.rebuild import make_missing_indices, rebuild_documents, write
from search.elasticsearch.sync import compare, follow
from search.plain_queries import PlainQueriesMixin

if TYPE_CHECKING:
    from collections import OrderedDict
    from collections.abc import Iterable, Iterator

    from search.status import Drift


class DegradingResults(Elasticsearch8SearchResults):
    """Asks the database when Elasticsearch does not answer."""

    def _do_search(self) -> Iterator[Any]:
        try:
            yield from list(super()._do_search())
        except UNAVAILABLE:
            yield from self._in_database()[self.start : self.stop]

    def _do_count(self) -> int:
        try:
            return super()._do_count()
        except UNAVAILABLE:
            return self._in_database()[self.start : self.stop].count()

    def facet(self, field_name: str) -> OrderedDict[Any, int]:
        """Count the results by a field."""
        try:
            return super().facet(field_name)
        except UNAVAILABLE:
            return self._in_database().facet(field_name)

    def _in_database(self) -> Any:
        compiler = self.query_compiler
        database = get_search_backend("database")
        asked = {"fields": compiler.fields, "order_by_relevance": compiler.order_by_relevance}
        if isinstance(compiler, self.backend.autocomplete_query_compiler_class):
            return database.autocomplete(compiler.query, compiler.queryset, **asked)
        return database.search(compiler.query, compiler.queryset, **asked)


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
    """An index behind an alias that `wagtail_update_index` makes, or the index itself while it is made."""

    mapping_class = FrenchMapping

    # While the index is made: the instant before what will be written was read.
    read_after: int | None = None

    def add_item(self, item: Any) -> None:
        """Note that one row changed: the index follows after the commit."""
        self._note(item)

    def delete_item(self, item: Any) -> None:
        """Note that one row is no more: the index follows after the commit."""
        self._note(item)

    def add_items(self, model: type, items: Iterable[Any]) -> None:
        """Write rows that were just read.

        Raises:
            RuntimeError: the engine refused some of them.
        """
        mapped = self.mapping_class(model)
        is_being_made = self.read_after is not None
        version = self.read_after or now_as_version()
        actions = (
            action(self.name, mapped.get_document_id(item), version, mapped.get_document(item))
            for item in items
        )
        client = patient(self.es)
        refused = list(write(client, actions, require_alias=not is_being_made, insists=is_being_made))
        if is_being_made:
            self.read_after = now_as_version()
        if refused:
            raise RuntimeError(f"Elasticsearch refused {len(refused)} rows of {self.name}: {refused[0]}")

    def _note(self, item: Any) -> None:
        from search.changes import note  # noqa: PLC0415 - backends are loaded before the models
        from search.models import ChangeTarget  # noqa: PLC0415 - the same

        if class_is_indexed(type(item)):
            label = get_model_root(type(item))._meta.label_lower
            note(ChangeTarget.ENGINE, [f"{label}:{item.pk}"])


class BesideRebuilder:
    """Makes an index beside the one that is searched; what changes meanwhile is written to both."""

    def __init__(self, index: AliasedIndex) -> None:
        self.alias = index

    def start(self) -> AliasedIndex:
        """Make the new index, with the fields of every model that it will hold."""
        backend = self.alias.backend
        fields: dict[str, Any] = {}
        for model in get_indexed_models():
            if backend.get_index_for_model(model).name == self.alias.name:
                deep_update(fields, FrenchMapping(model).get_mapping())
        name = create(self.alias.es, self.alias.name, backend.settings, fields)
        self.index = AliasedIndex(backend, name)
        self.index.read_after = now_as_version()
        return self.index

    def finish(self) -> None:
        """Put the new index in the place of the old one."""
        put_in_place(self.alias.es, self.alias.name, self.index.name)


class FrenchElasticsearchBackend(PlainQueriesMixin, Elasticsearch8SearchBackend):
    """What `ELASTICSEARCH_URL` switches on. Beside it a backend named « database » must stand."""

    mapping_class = FrenchMapping
    index_class = AliasedIndex
    query_compiler_class = FrenchSearchQueryCompiler
    autocomplete_query_compiler_class = FrenchAutocompleteQueryCompiler
    results_class = DegradingResults
    atomic_rebuilder_class = BesideRebuilder
    basic_rebuilder_class = BesideRebuilder
    client_class = staticmethod(shared_client)
    # A change is noted in the database: that must not fail in silence.
    catch_indexing_errors = False

    def __init__(self, params: dict[str, Any]) -> None:
        own = deep_update(copy.deepcopy(INDEX_SETTINGS), params.pop("INDEX_SETTINGS", {}))
        urls = params.get("URLS", [])
        # Another node is asked when one does not answer at all; a slow one is not asked again.
        nodes = 1 if isinstance(urls, str) else len(urls)
        options = {"max_retries": max(nodes - 1, 0), "retry_on_timeout": False, **params.pop("OPTIONS", {})}
        super().__init__({"TIMEOUT": PATIENCE, **params, "INDEX_SETTINGS": own, "OPTIONS": options})

    @property
    def documents_alias(self) -> str:
        """The name under which the documents are searched."""
        return f"{self.index_prefix}{NAME}"

    def is_up(self) -> bool:
        """Say whether the engine may be asked now."""
        return is_up(self.es)

    def engine(self) -> ElasticsearchEngine:
        """Return what answers a `Question`."""
        return ElasticsearchEngine(self.es, self.documents_alias)

    def follow(self, keys: list[str]) -> dict[str, str]:
        """Bring changed rows to the indices; see `search.elasticsearch.followers()`."""
        return follow(self, keys)

    def compare(self) -> Iterator[Drift]:
        """Yield how each index differs from the database; raises `EngineAwayError`."""
        return compare(self)

    def rebuild_documents(self) -> int:
        """Make the index of the documents again; return how many it holds."""
        return rebuild_documents(self)

    def make_missing_indices(self) -> int:
        """Make the indices that are not there; return how many rows they hold.

        Raises:
            EngineAwayError: the engine does not answer.
        """
        return make_missing_indices(self)
