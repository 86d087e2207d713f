"""Which engine answers: the one that the site has chosen, or the database while it is away."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, TypeVar

from search.database.engine import DatabaseEngine
from search.elasticsearch import current

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from search.contract import Answer, Engine, Question


logger = logging.getLogger(__name__)

Found = TypeVar("Found")


def run(question: Question) -> tuple[str, Answer]:
    """Return the name of the engine that answered and its answer; never fails because one is away."""
    return _ask(lambda asked: asked.run(question))


def run_on_database(question: Question) -> tuple[str, Answer]:
    """Return the same as `run()` from the database, whatever engine the site has chosen."""
    database = DatabaseEngine()
    return database.name, database.run(question)


def complete(words: Sequence[str], limit: int) -> Sequence[int]:
    """Return the keys of documents whose title has all `words`, the last one perhaps unfinished."""
    return _ask(lambda asked: asked.complete(words, limit))[1]


def _ask(ask: Callable[[Engine], Found]) -> tuple[str, Found]:
    chosen = current()
    if chosen is not None:
        try:
            return chosen.name, ask(chosen)
        except chosen.unavailable as error:
            logger.warning("The search engine is away, the database answers: %s", type(error).__name__)
    database = DatabaseEngine()
    return database.name, ask(database)
