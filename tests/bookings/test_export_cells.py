"""A cell that somebody filled is never an order to a spreadsheet."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from maillage.bookings.exports.files import InStep, Table, as_text, csv_lines, xlsx_response

ORDERS = [
    "=1+1",
    '=HYPERLINK("http://vol.example";"clic")',
    "+33",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "\x00=1+1",
    "＝1+1",
]


def read_back_xlsx(*cells):
    response = xlsx_response(Table("Essai", ["Titre"], [cells]), "essai")
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    return next(iter(book.active.iter_rows(min_row=2)))


@pytest.mark.parametrize("typed", ORDERS)
def test_csv_puts_an_apostrophe_before_what_a_spreadsheet_would_compute(typed):
    assert as_text(typed).startswith("'")


@pytest.mark.parametrize("typed", ["06 39 98 12 34", "Le Goff-Ménard", "5 = 3 + 2", "a@b.example", ""])
def test_csv_leaves_what_is_only_words_as_it_was_typed(typed):
    assert as_text(typed) == typed


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (True, "oui"),
        (None, ""),
        (-3, "-3"),
        (Decimal("2.50"), "2,50"),
        (date(2026, 12, 8), "08/12/2026"),
        (datetime(2026, 12, 8, 18, 30), "08/12/2026 18:30"),  # noqa: DTZ001 - on the clock of the place
    ],
)
def test_csv_says_values_as_they_are_read_in_french(value, read):
    assert as_text(value) == read


@pytest.mark.parametrize("typed", [order for order in ORDERS if "\x00" not in order and "\r" not in order])
def test_a_spreadsheet_holds_the_same_as_plain_text(typed):
    (cell,) = read_back_xlsx(typed)
    assert (cell.data_type, cell.value) == ("s", typed)
    assert cell.quotePrefix


def test_a_spreadsheet_takes_what_no_spreadsheet_can_hold_away():
    (cell,) = read_back_xlsx("Ana\x00\x0b\uffff")
    assert cell.value == "Ana"


def test_a_spreadsheet_keeps_numbers_and_days_as_such():
    number, amount, day = read_back_xlsx(4, Decimal("2.50"), date(2026, 12, 8))
    assert (number.value, amount.value, day.value.date()) == (4, 2.5, date(2026, 12, 8))


def test_a_spreadsheet_cuts_a_text_that_no_cell_can_hold():
    (cell,) = read_back_xlsx("a" * 40_000)
    assert len(cell.value) == 32_767


def test_csv_is_read_by_french_spreadsheets():
    text = "".join(csv_lines(Table("Essai", ["Nom", "Note"], [["Ana", 'deux; "mots"\nla suite']])))
    assert text.startswith("\ufeffNom;Note\r\n")
    assert list(csv.reader(io.StringIO(text[1:]), delimiter=";"))[1] == ["Ana", 'deux; "mots"\nla suite']


def test_csv_leaves_line_by_line():
    read = []

    def rows():
        for number in range(3):
            read.append(number)
            yield [number]

    lines = csv_lines(Table("Essai", ["Nombre"], rows()))
    next(lines)
    next(lines)
    assert read == [0]


def test_rows_are_handed_out_beside_a_list_that_has_gaps():
    beside = InStep([(2, "a"), (2, "b"), (5, "c"), (9, "d")], lambda row: row[0])
    assert [[word for _key, word in beside.of(key)] for key in (1, 2, 3, 5, 10, 11)] == [
        [],
        ["a", "b"],
        [],
        ["c"],
        [],
        [],
    ]
