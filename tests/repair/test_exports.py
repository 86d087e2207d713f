"""The open data: the same rows back, nothing that a spreadsheet runs, nobody named."""

import csv
import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from maillage.batches.running import run_import
from repair.categories import Category
from repair.exports import csv_lines, exported_records
from repair.imports import RepairImporter
from repair.models import RepairRecord
from repair.outcomes import Outcome, TextCheck
from tests.repair.factories import TORONTO, import_rows, make_record, row

pytestmark = pytest.mark.django_db


def exported(provider=""):
    return list(csv.DictReader(io.StringIO("".join(csv_lines(exported_records(provider))), newline="")))


def import_toronto():
    with TORONTO.open("rb") as file:
        run_import(RepairImporter(), file)


def rows_of(path):
    with path.open(newline="", encoding="utf-8") as file:
        return sorted(csv.reader(file))


def test_the_rows_that_were_imported_come_back_as_they_were(tmp_path):
    import_toronto()
    out = tmp_path / "repairs.csv"
    call_command("export_repairs", out=str(out), stdout=io.StringIO())

    assert rows_of(out) == rows_of(TORONTO)


def test_what_is_exported_is_imported_as_unchanged(tmp_path):
    import_rows(row(id="redon-1", problem="- ne chauffe plus", product_age="7.50"))
    make_record(problem="=SUM(1)", brand="'-", partner_product_category="+ chargeur")
    out = tmp_path / "repairs.csv"
    call_command("export_repairs", out=str(out), stdout=io.StringIO())

    with out.open("rb") as file:
        assert run_import(RepairImporter(), file).unchanged == 2


@pytest.mark.parametrize("text", ["=1+1", "+33", "-x", "@SUM(1)", "\t=1", "'=1+1"])
def test_no_cell_can_be_run_by_a_spreadsheet(text):
    make_record(problem=text)

    assert exported()[0]["problem"] == f"'{text}"


def test_a_text_that_may_name_somebody_stays_out():
    make_record(problem="Rappeler M. Martin", text_check=TextCheck.FLAGGED)

    assert exported()[0]["problem"] == ""


def test_a_text_that_somebody_read_again_is_published():
    make_record(problem="La marque M. Coffre", text_check=TextCheck.CLEARED)

    assert exported()[0]["problem"] == "La marque M. Coffre"


def test_objects_without_power_are_not_in_the_standard():
    make_record(category=Category.TEXTILE)

    assert exported() == []


def test_the_words_are_those_of_the_standard():
    make_record(outcome=Outcome.END_OF_LIFE, barrier=3, event_date=date(2026, 1, 2), year_of_manufacture=1999)

    cells = exported()[0]
    assert cells["repair_status"] == "End of life"
    assert cells["repair_barrier_if_end_of_life"] == "No way to open product"
    assert (cells["product_category"], cells["product_category_id"]) == ("Toaster", "31")
    assert (cells["event_date"], cells["year_of_manufacture"]) == ("2026-01-02", "1999")


def test_one_publisher_may_be_exported_alone():
    import_rows(row(), row(id="depantek_1", data_provider="Dépan’tek"))

    assert [cells["id"] for cells in exported("Dépan’tek")] == ["depantek_1"]


def test_the_command_counts_what_it_wrote_last(tmp_path):
    import_rows(row())
    printed = io.StringIO()
    call_command("export_repairs", out=str(tmp_path / "repairs.csv"), stdout=printed)

    assert printed.getvalue().splitlines()[-1] == "created=1 updated=0 unchanged=0 rejected=0"


def test_the_command_says_how_many_texts_it_left_out(tmp_path):
    make_record(problem="Rappeler M. Martin", text_check=TextCheck.FLAGGED)
    said = io.StringIO()
    call_command("export_repairs", out=str(tmp_path / "r.csv"), stdout=io.StringIO(), stderr=said)

    assert said.getvalue().startswith("1 texte")


def test_a_file_that_cannot_be_written_is_said(tmp_path):
    with pytest.raises(CommandError, match="ne peut pas être écrit"):
        call_command("export_repairs", out=str(tmp_path / "nowhere" / "repairs.csv"))


def test_a_text_that_is_kept_back_is_not_lost_when_its_own_file_comes_back(tmp_path):
    import_rows(row(problem="Rappeler M. Martin"))
    path = tmp_path / "repairs.csv"
    call_command("export_repairs", out=str(path), stdout=io.StringIO(), stderr=io.StringIO())
    with path.open("rb") as file:
        tally = run_import(RepairImporter(), file)

    assert tally.line() == "created=0 updated=0 unchanged=1 rejected=0"
    assert RepairRecord.objects.get().problem == "Rappeler M. Martin"
