"""Which engine answers: the one that the site has chosen, or the database while it is away."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.db import connection
from modelsearch.backends import get_search_backend

from . import backend as through_backend
from .hits import Hits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

logger = logging.getLogger(__name__)

DATABASE, ELASTICSEARCH = "database", "elasticsearch"


def find(
    querysets: Sequence[QuerySet[Any]], words: Sequence[str], *, operator: str, start: int, stop: int
) -> tuple[str, Hits]:
    """Return the engine that answered and what it found; never fails because an engine is away."""
    chosen: Any = get_search_backend("default")
    asked = {"operator": operator, "start": start, "stop": stop}
    if hasattr(chosen, "strict"):
        try:
            return ELASTICSEARCH, through_backend.find(chosen.strict(), querysets, words, **asked)
        except chosen.unavailable as error:
            logger.warning("The search engine is away, the database answers: %s", type(error).__name__)
    if connection.vendor == "sqlite":
        from . import sqlite  # noqa: PLC0415 - its index tables exist on SQLite only

        return DATABASE, sqlite.find(querysets, words, **asked)
    return DATABASE, through_backend.find(_database_backend(chosen), querysets, words, **asked)


def _database_backend(chosen: Any) -> Any:
    """The backend named « database » beside a remote engine; else the one that the site has."""
    return get_search_backend("database") if hasattr(chosen, "strict") else chosen
