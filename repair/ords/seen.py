"""Which identifiers a file has already used, without keeping them all in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence


class SeenReferences:
    """A set of `(provider, reference)` that lies in a temporary file once it is large.

    SQLite's unnamed database is private, and disappears when it is closed.
    """

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.execute("PRAGMA cache_size = -2000")
        self._database.execute(
            "CREATE TABLE seen (name TEXT, reference TEXT, row INTEGER,"
            " PRIMARY KEY (name, reference)) WITHOUT ROWID"
        )

    def add(self, rows: Sequence[tuple[str, str, int]]) -> dict[int, int]:
        """Add `(provider, reference, row number)`; return `{row number: first row}` of the doubles."""
        database = self._database
        database.execute("BEGIN")
        before = database.total_changes
        database.executemany("INSERT OR IGNORE INTO seen VALUES (?, ?, ?)", rows)
        added = database.total_changes - before
        database.execute("COMMIT")
        if added == len(rows):
            return {}
        return self._doubles(rows)

    def _doubles(self, rows: Sequence[tuple[str, str, int]]) -> dict[int, int]:
        question = "SELECT row FROM seen WHERE name = ? AND reference = ?"
        firsts = {row: self._database.execute(question, (name, ref)).fetchone()[0] for name, ref, row in rows}
        return {row: first for row, first in firsts.items() if row != first}

    def close(self) -> None:
        """Let go of the temporary file."""
        self._database.close()
