"""A table read as a stream: one row at a time, whatever the size of the file.

What circulates: UTF-8 with or without a byte order mark, a comma, a semicolon or a tab between cells
(RFC 4180, and the French spreadsheet's way). What is refused says at which row: the header is row 1.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from django.utils.translation import gettext as _

from .conf import get_conf
from .errors import FileRefused

DELIMITERS = (",", ";", "\t")


def read_table(
    binary: BinaryIO, *, required: frozenset[str], names: Mapping[str, str] | None = None
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield `(row number, {column: cell})` for each row of a CSV file; empty rows are left out.

    `names` gives the column that each other way of writing a header stands for; headers are compared
    without capitals or outer spaces. Columns that nobody knows are kept under their own name. Raises
    FileRefused when the file is no such table: not UTF-8, no header, a column of `required` missing,
    the same column twice, a row with too many or too few cells, an endless line, a quote never closed.
    """
    lines = _lines(binary)
    first = next(lines, "")
    if not first.strip():
        raise FileRefused(_("This file is empty. Its first line must hold the names of the columns."))
    delimiter = max(DELIMITERS, key=first.count)
    rows = _rows(first, lines, delimiter)
    header = next(rows)[1]
    columns = _columns(header, names or {}, required)
    for number, cells in rows:
        if not any(cells):
            continue
        if cells == header:
            raise FileRefused(_("This row holds the names of the columns once more. Take it out."), number)
        if len(cells) != len(columns):
            raise FileRefused(
                _("This row has %(found)d cells; the header has %(expected)d.")
                % {"found": len(cells), "expected": len(columns)},
                number,
            )
        yield number, dict(zip(columns, cells, strict=True))


def _lines(binary: BinaryIO) -> Iterator[str]:
    """Yield the lines of the file, none of them longer than allowed: memory stays small."""
    longest = get_conf()["LONGEST_LINE"]
    number = 0
    while line := binary.readline(longest + 1):
        number += 1
        if len(line) > longest:
            raise FileRefused(_("This line is much too long for a table."), number)
        if b"\0" in line:
            raise FileRefused(_("This is not a text file. Save your table as CSV, UTF-8."), number)
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            message = _("The letters of this file cannot be read. Save your table as CSV, UTF-8.")
            raise FileRefused(message, number) from error


def _rows(first: str, lines: Iterator[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    def every_line() -> Iterator[str]:
        yield first
        yield from lines

    # Strict: a quote that is never closed is said, not swallowed with the rest of the file.
    reader = csv.reader(every_line(), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            message = _("This row is cut or its quotes are not closed. Export your table again.")
            raise FileRefused(message, number) from error
        yield number, cells


def _columns(header: list[str], names: Mapping[str, str], required: frozenset[str]) -> list[str]:
    written = [name.strip().lower() for name in header]
    columns = [names.get(name, name) for name in written]
    missing = sorted(required - set(columns))
    if missing:
        raise FileRefused(
            _("The column “%(name)s” is missing. Compare the first line with the example.")
            % {"name": missing[0]}
        )
    # A spreadsheet may write a few columns without a name at the end.
    for name, times in Counter(filter(None, columns)).items():
        if times > 1:
            raise FileRefused(_("The column “%(name)s” is there twice.") % {"name": name[:60]})
    return columns
