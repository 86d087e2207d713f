"""The database's search behind the lists and choosers of the admin: `BACKEND` is `search.listings`."""

from __future__ import annotations

from functools import cache
from typing import Any

from modelsearch.backends import database

from .plain_queries import PlainQueriesMixin


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 - the name that Wagtail looks for
    """Return the backend of the default database's own search, asked for words alone."""
    return _asked_for_words(type(database.SearchBackend(dict(params))))(params)


@cache
def _asked_for_words(backend: type) -> type:
    return type(f"Plain{backend.__name__}", (PlainQueriesMixin, backend), {})
