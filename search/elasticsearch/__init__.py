"""The Elasticsearch engine: French analysis, and the database while it is away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from modelsearch.backends import get_search_backend, get_search_backends_with_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from search.contract import Engine


def configured(only: str | None = None) -> list[Any]:
    """Return the remote backends of the settings (or the one named `only`), whether or not they answer."""
    return [
        backend
        for name, backend in get_search_backends_with_name()
        if hasattr(backend, "follow") and only in {None, name}
    ]


def current() -> Engine | None:
    """Return the engine to ask; None when the site has none, or when it is away."""
    backend: Any = get_search_backend("default")
    return backend.engine() if hasattr(backend, "engine") and backend.is_up() else None


def followers() -> list[Callable[[list[str]], dict[str, str]]]:
    """Return the functions that bring changed rows to the remote engines.

    Each takes keys (« wagtailcore.page:12 ») and returns what went wrong by key; it raises
    `EngineAwayError` when nothing could be tried.
    """
    return [backend.follow for backend in configured()]
