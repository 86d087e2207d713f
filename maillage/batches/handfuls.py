"""A file by handfuls of rows, and transactions that leave room for others between two of them."""

from __future__ import annotations

import pickle
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any, BinaryIO

from django.db import connection, transaction

from .conf import get_conf
from .errors import FileRefused, RowRefused
from .importers import Importer
from .reading import read_table
from .tally import Tally

# Who waits for SQLite's lock looks again after 50 ms at most, during the time that a handful takes.
ROOM_SECONDS = 0.06


class Turns:
    """Short transactions, one after the other. On SQLite, which has one writer, others come in between."""

    def __init__(self) -> None:
        self._over_at: float | None = None

    @contextmanager
    def take(self) -> Iterator[None]:
        """Open the next transaction, once the others had the time to see that the lock is free."""
        if self._over_at is not None and connection.vendor == "sqlite" and not connection.in_atomic_block:
            time.sleep(max(0.0, self._over_at + ROOM_SECONDS - time.monotonic()))
        with transaction.atomic():
            yield
        self._over_at = time.monotonic()


class Checked:
    """The rows of a file that was checked, in a file of ours without a name: they are read once."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - `close()` does

    def keep(self, records: list[tuple[int, Any]]) -> None:
        """Add a handful."""
        pickle.dump(records, self._file, pickle.HIGHEST_PROTOCOL)

    def close(self) -> None:
        """Let go of the file, which disappears."""
        self._file.close()

    def __iter__(self) -> Iterator[list[tuple[int, Any]]]:
        """Yield the handfuls in their order."""
        self._file.seek(0)
        while True:
            try:
                yield pickle.load(self._file)  # noqa: S301 - nobody else can write in it
            except EOFError:
                return


def handfuls(importer: Importer, binary: BinaryIO, tally: Tally) -> Iterator[list[tuple[int, Any]]]:
    """Yield the good rows by handfuls; the others are told to `tally`, also what ends the reading."""
    rows = _good_rows(importer, binary, tally)
    most = min(get_conf()["ROWS_AT_A_TIME"], getattr(importer, "rows_at_a_time", None) or 1_000_000)
    while records := list(islice(rows, most)):
        yield records


def _good_rows(importer: Importer, binary: BinaryIO, tally: Tally) -> Iterator[tuple[int, Any]]:
    parse = importer.parse
    try:
        for number, cells in read_table(binary, required=importer.required, names=importer.names):
            try:
                record = parse(cells)
            except RowRefused as refusal:
                tally.refuse(number, refusal)
            else:
                yield number, record
    except FileRefused as refusal:
        tally.refuse(refusal.row, refusal)
