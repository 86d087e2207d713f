"""A table as a file: CSV that leaves row by row, or a spreadsheet."""

from __future__ import annotations

import csv
import tempfile
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.http import FileResponse, StreamingHttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from .cells import Cell, as_text, is_an_order, written, yes_or_no

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.http.response import HttpResponseBase

    from .tables import Table

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
