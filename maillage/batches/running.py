"""One pass over a file: every row checked and written, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from django.db import transaction

from .conf import get_conf
from .errors import FileRefused, ImportStopped, RowRefused
from .importers import Importer, WholeFileImporter, Written
from .reading import read_table

if TYPE_CHECKING:
    from maillage.places.models import Organization

Progress = Callable[[int], None]
Keep = Callable[[Written], None]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why one row is refused: its number (the header is 1), the column or nothing, the sentence."""

    row: int
    column: str
    message: str


@dataclass(slots=True)
class Tally:
    """What became of the rows; in a preview, what would become of them."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    # The first problems only; `rejected` counts them all.
    problems: list[Problem] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many rows were read."""
        return self.created + self.updated + self.unchanged + self.rejected

    def line(self) -> str:
        """Return the counts as a command prints them last, for a person and for a script."""
        return (
            f"created={self.created} updated={self.updated} "
            f"unchanged={self.unchanged} rejected={self.rejected}"
        )

    def refuse(self, row: int, refusal: RowRefused | FileRefused) -> None:
        """Count a refused row, and keep its reason while there are not too many."""
        self.rejected += 1
        if len(self.problems) < get_conf()["MOST_PROBLEMS"]:
            self.problems.append(Problem(row, getattr(refusal, "column", ""), refusal.message))

    def add(self, written: Written) -> None:
        """Count some rows that went through `write()`."""
        self.created += len(written.created)
        self.updated += len(written.before)
        self.unchanged += written.unchanged
        for row, refusal in written.refused:
            self.refuse(row, refusal)


class _Undone(Exception):
    """Raised to roll the transaction back; never leaves this module."""


def run_import(
    importer: Importer,
    binary: BinaryIO,
    *,
    organization: Organization | None = None,
    dry_run: bool = False,
    progress: Progress = lambda _rows: None,
    should_stop: Callable[[], bool] = lambda: False,
    keep: Keep = lambda _written: None,
) -> Tally:
    """Import the table in `binary`, all or nothing, and return what became of its rows.

    A refused row refuses the file: nothing is written then, nor with `dry_run`. `progress` hears the
    number of rows done, after each handful; `keep` hears what was written, in the same transaction.
    Raises ImportStopped, with nothing written, when `should_stop()` says so.
    """
    tally = Tally()
    whole = importer if isinstance(importer, WholeFileImporter) else None
    if whole:
        whole.begin()
    try:
        # A preview takes no lock: on SQLite it would keep everybody else from writing.
        with nullcontext() if dry_run else transaction.atomic():
            for records in _handfuls(importer, binary, tally):
                if should_stop():
                    raise ImportStopped
                # Once a row is refused nothing will stay, so the others are only checked.
                written = importer.write(
                    records, organization=organization, dry_run=dry_run or bool(tally.rejected)
                )
                tally.add(written)
                keep(written)
                progress(tally.rows)
            if tally.rejected and not dry_run:
                raise _Undone
            if whole:
                whole.end(dry_run=dry_run)
    except _Undone:
        tally.created = tally.updated = 0
    return tally


def _handfuls(importer: Importer, binary: BinaryIO, tally: Tally) -> Iterator[list[tuple[int, Any]]]:
    """Yield the good rows by handfuls; the others are told to `tally`, also what ends the reading."""
    rows = _good_rows(importer, binary, tally)
    while records := list(islice(rows, get_conf()["ROWS_AT_A_TIME"])):
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
