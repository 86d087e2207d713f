"""A table as a file: CSV that leaves row by row, or a spreadsheet; no cell is ever a formula."""

from __future__ import annotations

import csv
import re
import tempfile
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.http import FileResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from django.http.response import HttpResponseBase

Cell = str | int | Decimal | date | datetime | bool | None

# What makes a spreadsheet compute a text: OWASP, « CSV Injection ». The wide signs are read like the others.
ORDERS = "=+-@\uff1d\uff0b\uff0d\uff20"
BLANKS = "\t\r\n"
# What no spreadsheet can hold: XML 1.0, 2.2.
_UNSAID = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def is_an_order(text: str) -> bool:
    """Tell whether a spreadsheet could take `text` for a formula."""
    return text[:1] in tuple(BLANKS) or text.lstrip()[:1] in tuple(ORDERS)


def written(text: str) -> str:
    """Return `text` without the control characters that break a file."""
    return _UNSAID.sub("", text)


def as_text(cell: Cell) -> str:
    """Return `cell` as CSV holds it: days and amounts as they are read in French, formulas made harmless.

    A text that a spreadsheet would compute gets an apostrophe before it, as people type it there.
    """
    match cell:
        case str():
            text = written(cell)
            return f"'{text}" if is_an_order(text) else text
        case bool():
            return yes_or_no(cell)
        case datetime():
            return f"{cell:%d/%m/%Y %H:%M}"
        case date():
            return f"{cell:%d/%m/%Y}"
        case Decimal():
            return str(cell).replace(".", ",")
    return "" if cell is None else str(cell)


def yes_or_no(truth: bool) -> str:
    """Return « oui » or « non »."""
    return _("yes") if truth else _("no")


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


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# The most that one cell holds: ECMA-376 leaves it open, spreadsheets stop there.
LONGEST_CELL = 32_767
# French spreadsheets part cells with semicolons, and know UTF-8 by its mark.
SEPARATOR, MARK = ";", "\ufeff"


class _Line:
    """A file that hands back what is written to it: csv then yields one line at a time."""

    def write(self, text: str) -> str:
        """Return `text`."""
        return text


def csv_lines(table: Table) -> Iterator[str]:
    """Yield the lines of `table` as CSV (RFC 4180, but for semicolons): nothing is kept in memory."""
    writer = csv.writer(_Line(), delimiter=SEPARATOR)
    yield MARK + writer.writerow([as_text(heading) for heading in table.headings])
    for row in table.rows:
        yield writer.writerow([as_text(cell) for cell in row])


def csv_response(table: Table, name: str) -> HttpResponseBase:
    """Answer with `table` as the file `name`.csv, sent while it is read."""
    response = StreamingHttpResponse(csv_lines(table), content_type="text/csv; charset=utf-8")
    return _as_file(response, f"{name}.csv")


def xlsx_response(table: Table, name: str) -> HttpResponseBase:
    """Answer with `table` as the spreadsheet `name`.xlsx; it is written row by row to the disk first."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(table.sheet[:31])
    sheet.freeze_panes = "A2"
    sheet.append([_xlsx_cell(sheet, heading, bold=True) for heading in table.headings])
    for row in table.rows:
        sheet.append([_xlsx_cell(sheet, cell) for cell in row])
    # Closed by the response, once it has left.
    kept = tempfile.TemporaryFile()  # noqa: SIM115
    book.save(kept)
    kept.seek(0)
    return _as_file(FileResponse(kept, content_type=XLSX), f"{name}.xlsx")


def _xlsx_cell(sheet: Any, value: Cell, *, bold: bool = False) -> WriteOnlyCell:
    if isinstance(value, bool):
        value = yes_or_no(value)
    if isinstance(value, str):
        value = written(value)[:LONGEST_CELL]
    cell = WriteOnlyCell(sheet, value=value)
    match value:
        case str():
            # Whatever it begins with, it is text, and stays text when somebody edits the cell.
            cell.data_type = "s"
            cell.quotePrefix = is_an_order(value)
        case datetime():
            cell.number_format = "DD/MM/YYYY HH:MM"
        case date():
            cell.number_format = "DD/MM/YYYY"
        case Decimal():
            cell.number_format = "0.00"
    if bold:
        cell.font = Font(bold=True)
    return cell


def _as_file(response: Any, name: str) -> HttpResponseBase:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


WRITERS = {"csv": csv_response, "xlsx": xlsx_response}


def headings(columns: Sequence[Any]) -> list[str]:
    """Return the headings of `columns` in the language of the moment."""
    return [str(column.heading) for column in columns]
