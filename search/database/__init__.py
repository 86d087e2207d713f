"""Search without a search server: the index that SQLite or PostgreSQL keeps of the documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from search.contract import Term
    from search.models import SearchDocument

# A document that has the words: its primary key, its score (higher is better), facets and moments.
Candidate = tuple[int, float, Any, Any]


class TextIndex(Protocol):
    """The words of the documents, as one kind of database keeps them."""

    def write(self, documents: Iterable[SearchDocument]) -> None:
        """Index `documents`, in the place of what was known of them."""

    def delete(self, pks: Sequence[int]) -> None:
        """Forget the documents of these primary keys."""

    def match(self, terms: Sequence[Term], *, every: bool) -> list[Candidate]:
        """Return the documents that have every term, or any of them; in no order. One query."""

    def complete(self, words: Sequence[str], limit: int) -> list[int]:
        """Return the documents whose title has `words`, the last perhaps unfinished. One query."""


def text_index(vendor: str) -> TextIndex:
    """Return the index of a database by its `connection.vendor`.

    Raises NotImplementedError for another database than SQLite and PostgreSQL.
    """
    if vendor == "sqlite":
        from .sqlite import SQLiteIndex  # noqa: PLC0415 - one of the two is enough

        return SQLiteIndex()
    if vendor == "postgresql":
        from .postgresql import PostgreSQLIndex  # noqa: PLC0415

        return PostgreSQLIndex()
    raise NotImplementedError(f"The search knows SQLite and PostgreSQL, not {vendor}.")
