"""Lists and choosers of the admin stay open while Elasticsearch is away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from modelsearch.backends import get_search_backend
from modelsearch.backends.elasticsearch8 import Elasticsearch8SearchResults

from .client import UNAVAILABLE

if TYPE_CHECKING:
    from collections import OrderedDict
    from collections.abc import Iterator


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
