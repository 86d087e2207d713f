"""Files that were cut, saved wrongly or made to harm, given to `manage.py import_repairs`.

Each is refused with its row and the reason in French; nothing is written, the counts come last, the exit
code tells it, and no traceback is shown.
"""

from __future__ import annotations

import gzip
import io
from dataclasses import dataclass

import pytest
from django.core.management import CommandError, call_command

from repair.free_text import names_somebody, personal_strings
from repair.models import DataProvider, RepairRecord
from repair.open_data import COLUMNS, is_formula
from tests.repair.factories import row, table

pytestmark = pytest.mark.django_db

HEADER = ",".join(COLUMNS) + "\n"
GOOD = table(row(brand="Électrolux")).getvalue()
NOTHING = "created=0 updated=0 unchanged=0 rejected=0"
REFUSED = "created=0 updated=0 unchanged=0 rejected=1"


@dataclass
class Answer:
    """What the command said: its last line, its reasons, its exit code."""

    last_line: str
    reasons: str
    code: int


def run(path, **options):
    """Run the command as a shell would, and see that it wrote nothing."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    try:
        call_command("import_repairs", str(path), stdout=out, stderr=err, **options)
    except CommandError as error:
        code = error.returncode
        err.write(str(error))
    except SystemExit as stop:
        code = stop.code
    return Answer((out.getvalue().splitlines() or [""])[-1], err.getvalue(), code)


@pytest.fixture
def run_file(tmp_path):
    def run_bytes(content, **options):
        path = tmp_path / "repairs.csv"
        path.write_bytes(content)
        return run(path, **options)

    return run_bytes


ATTACKS = {
    "UTF-16": (GOOD.decode().encode("utf-16"), "Ligne 1", "pas un fichier de texte"),
    "UTF-16 without a mark": (GOOD.decode().encode("utf-16-le"), "Ligne 1", "pas un fichier de texte"),
    "latin-1": (GOOD.decode().encode("latin-1"), "Ligne 2", "lettres de ce fichier"),
    "mixed encodings": (
        GOOD + table(row(id="mulots_2", brand="Née"), encoding="latin-1").getvalue().split(b"\n", 1)[1],
        "Ligne 3",
        "lettres de ce fichier",
    ),
    "cut inside a letter": (table(row(problem="é")).getvalue()[:-2], "Ligne 2", "lettres de ce fichier"),
    "cut inside quotes": (GOOD + b'mulots_2,"Les Mul', "Ligne 3", "guillemets"),
    "cut between cells": (GOOD + b"mulots_2,Les Mulots,FR", "Ligne 3", "3 cases"),
    "an endless line": (GOOD + b"x" * 2_000_000, "Ligne 3", "trop longue"),
    "an endless header": (b"x" * 2_000_000, "Ligne 1", "trop longue"),
    "an endless cell of many lines": (GOOD + b'mulots_2,"' + b"x\n" * 200_000, "Ligne 3", "guillemets"),
    "NUL bytes": (GOOD.replace(b"Redon", b"Re\0don"), "Ligne 2", "pas un fichier de texte"),
    "no byte": (b"", "Ligne 1", "vide"),
    "only a byte order mark": (b"\xef\xbb\xbf", "Ligne 1", "vide"),
    "only empty lines": (b"\n\n\n", "Ligne 1", "vide"),
    "the header twice": (GOOD + HEADER.encode(), "Ligne 3", "de nouveau le nom des colonnes"),
    "a column twice": (
        table(row(), columns=(*COLUMNS, "id")).getvalue(),
        "Ligne 1",
        "est là deux fois",
    ),
    "missing columns": (table(row(), columns=("id", "problem")).getvalue(), "Ligne 1", "manque"),
    "no header": (GOOD.split(b"\n", 1)[1], "Ligne 1", "manque"),
    "a cell too many": (GOOD.rstrip(b"\n") + b",x\n", "Ligne 2", "15 cases"),
    "compressed": (gzip.compress(GOOD), "Ligne 1", "pas un fichier de texte"),
    "a web page": (b"<!doctype html><html></html>\n", "Ligne 1", "manque"),
}


@pytest.mark.parametrize(("content", "where", "why"), ATTACKS.values(), ids=ATTACKS)
def test_a_file_that_is_no_table_is_refused_by_its_row(run_file, content, where, why):
    answer = run_file(content)
    assert (answer.code, answer.last_line) == (1, REFUSED)
    assert where in answer.reasons
    assert why in answer.reasons.replace("\xa0", " ")
    assert not RepairRecord.objects.exists()
    assert not DataProvider.objects.exists()


CELLS = {
    "a formula": ({"problem": "=1+1"}, "problem"),
    "a link": ({"brand": '=HYPERLINK("http://pirate.example")'}, "brand"),
    "a wide formula": ({"problem": "＝1+1"}, "problem"),
    "another status": ({"repair_status": "Réparé"}, "repair_status"),
    "another category": ({"product_category": "Grille", "product_category_id": "99"}, "product_category_id"),
    "a number of many digits": ({"product_category_id": "9" * 5_000}, "product_category_id"),
    "a year without sense": ({"event_date": "0202-05-23"}, "event_date"),
    "a year to come": ({"event_date": "9999-12-31"}, "event_date"),
    "digits of another script": ({"product_age": "٧"}, "product_age"),
    "signs that a terminal obeys": ({"problem": "panne\x1b[2J"}, "problem"),
    "a formula of many digits": ({"problem": "-" + "1" * 90_000}, "problem"),
}


@pytest.mark.parametrize(("cells", "column"), CELLS.values(), ids=CELLS)
def test_a_cell_made_to_harm_is_refused_by_its_column(run_file, cells, column):
    answer = run_file(table(row(id="mulots_2"), row(**cells)).getvalue())
    assert (answer.code, answer.last_line) == (1, REFUSED)
    assert f"Ligne 3, colonne {column}" in answer.reasons
    assert not RepairRecord.objects.exists()


def test_each_refused_row_is_told_in_one_run(run_file):
    rows = row(), row(), row(id="mulots_2", country="FR"), row(id="mulots_3", repair_status="Mended")
    answer = run_file(table(*rows).getvalue())
    assert answer.last_line == "created=0 updated=0 unchanged=0 rejected=3"
    for number in (3, 4, 5):
        assert f"Ligne {number}, colonne" in answer.reasons
    assert "Rien n’a été écrit" in answer.reasons


@pytest.mark.parametrize("name", ["absent.csv", ".", "loop.csv"])
def test_what_is_no_file_is_refused_and_the_counts_still_come_last(tmp_path, name):
    (tmp_path / "loop.csv").symlink_to(tmp_path / "loop.csv")
    answer = run(tmp_path / name)
    assert (answer.code, answer.last_line) == (1, NOTHING)
    assert "Ce fichier ne peut pas être lu" in answer.reasons


def test_a_header_alone_is_a_table_without_rows(run_file):
    answer = run_file(HEADER.encode())
    assert (answer.code, answer.last_line, answer.reasons) == (0, NOTHING, "")


def test_columns_without_a_name_at_the_end_are_left_out(run_file):
    content = b"".join(line + b",,\n" for line in GOOD.splitlines())
    assert run_file(content).last_line == "created=1 updated=0 unchanged=0 rejected=0"


def test_a_publisher_whose_name_is_too_long_is_refused(run_file):
    answer = run_file(GOOD, provider="x" * 500)
    assert answer.code == 1
    assert "--provider" in answer.reasons
    assert not DataProvider.objects.exists()


@pytest.mark.parametrize("text", ["-" + "1" * 8_000, "w" * 8_000, "0." * 4_000, "a@" * 4_000])
def test_a_text_without_an_end_names_nobody_and_is_no_formula(text):
    """Patterns that try every part of such a text would take minutes."""
    assert not names_somebody(text * 20)
    assert not is_formula(text * 20)


@pytest.mark.parametrize("address", ["claude@maison.example", "claude.d+x@poste.maison.example"])
def test_an_address_is_found_whole_in_a_text(address):
    assert personal_strings(f"Écrire à............{address}, merci")[0].endswith(address)
    assert personal_strings(f"Écrire à {address}, merci") == [address]
