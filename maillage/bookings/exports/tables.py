"""A table as plain values: its columns, and rows that are read while they are written."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from .cells import Cell

T = TypeVar("T")
# How many rows the database hands over at a time.
CHUNK = 1_000


@dataclass(frozen=True)
class Table:
    """`rows` is read once. `sheet` is the word for it: « Inscriptions »."""

    sheet: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """A heading, and what a row says below it."""

    heading: Any
    cell: Callable[[T], Cell]


class InStep(Generic[T]):
    """Rows ordered by a key, handed out beside another list in the same order: no query for each row."""

    def __init__(self, rows: Iterable[T], key: Callable[[T], int]) -> None:
        self._groups: Iterator[tuple[int, Iterator[T]]] = groupby(rows, key)
        self._current: tuple[int, list[T]] | None = None
        self._ended = False

    def of(self, key: int) -> list[T]:
        """Return the rows of `key`; to be asked for keys that grow."""
        while not self._ended and (self._current is None or self._current[0] < key):
            following = next(self._groups, None)
            self._ended = following is None
            self._current = None if following is None else (following[0], list(following[1]))
        return self._current[1] if self._current is not None and self._current[0] == key else []
