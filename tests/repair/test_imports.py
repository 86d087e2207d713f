"""Files of the open standard: what circulates is taken; what is wrong is refused, and nothing written."""

import io

import pytest

from maillage.batches.running import run_import
from repair.categories import Category, Size
from repair.imports import RepairImporter
from repair.models import RepairRecord
from repair.outcomes import Barrier, Outcome, TextCheck
from repair.totals import drift
from tests.repair.factories import TORONTO, import_rows, row, table

pytestmark = pytest.mark.django_db


def import_toronto():
    with TORONTO.open("rb") as file:
        return run_import(RepairImporter(), file)


def only_record():
    return RepairRecord.objects.get()


def test_a_real_file_is_taken_whole():
    assert import_toronto().line() == "created=117 updated=0 unchanged=0 rejected=0"


def test_a_second_import_changes_nothing():
    import_toronto()

    assert import_toronto().line() == "created=0 updated=0 unchanged=117 rejected=0"


def test_a_preview_says_the_same_and_writes_nothing():
    with TORONTO.open("rb") as file:
        tally = run_import(RepairImporter(), file, dry_run=True)

    assert tally.line() == "created=117 updated=0 unchanged=0 rejected=0"
    assert not RepairRecord.objects.exists()


def test_a_row_that_changed_is_updated():
    import_rows(row())
    tally = import_rows(row(repair_status="Repairable"))

    assert tally.line() == "created=0 updated=1 unchanged=0 rejected=0"
    assert only_record().outcome == Outcome.REPAIRABLE


def test_the_counts_follow_the_import():
    import_rows(row(), row(id="mulots_2"))
    import_rows(row(event_date="2025-05-23"))

    assert drift() == 0


def test_the_partner_s_category_stays_beside_the_one_of_the_standard():
    import_rows(row())

    record = only_record()
    assert record.partner_product_category == "Petit électroménager ~ Grille-pain"
    assert record.category == Category.TOASTER


def test_the_headers_of_0_1_are_taken():
    columns = (
        "id,data_provider,country,product_category,brand,model,year_of_manufacture,"
        "repair_status,group_identifier,date,problem"
    )
    cells = {**row(year_of_manufacture="????", model="TO 21"), "date": "2018-05-26"}
    tally = import_rows(cells, columns=tuple(columns.split(",")))

    record = only_record()
    assert tally.created == 1
    assert (record.model, record.year_of_manufacture, str(record.event_date)) == ("TO 21", None, "2018-05-26")


def test_the_headers_of_0_2_1_are_taken():
    columns = (
        "id,data_provider,country,partner_product_category,product_category,brand,year_of_manufacture,"
        "repair_status,repair_barrier_if_end_of_life,group_identifier,event_date,problem"
    )

    assert import_rows(row(), columns=tuple(columns.split(","))).created == 1


def test_a_file_without_a_model_does_not_empty_it():
    columns = ("id", "data_provider", "country", "product_category", "repair_status", "date", "model")
    import_rows({**row(model="TO 21"), "date": "2026-05-23"}, columns=columns)
    import_rows(row(repair_status="Repairable"))

    assert only_record().model == "TO 21"


def test_a_byte_order_mark_is_no_letter():
    assert import_rows(row(), encoding="utf-8-sig").created == 1


@pytest.mark.parametrize(
    ("written", "barrier"),
    [
        ("No way to open the product", Barrier.CANNOT_OPEN),
        ("Too worn out", Barrier.WORN_OUT),
        ("item too worn out", Barrier.WORN_OUT),
        ("Unknown", None),
        ("", None),
    ],
)
def test_a_barrier_is_read_however_it_is_written(written, barrier):
    import_rows(row(repair_status="End of life", repair_barrier_if_end_of_life=written))

    assert only_record().barrier == barrier


def test_a_category_cut_by_size_keeps_its_size():
    import_rows(row(product_category="Laptop medium", product_category_id=""))

    record = only_record()
    assert (record.category, record.size) == (Category.LAPTOP, Size.LAPTOP_MEDIUM)


def test_the_number_alone_says_the_category():
    import_rows(row(product_category=""))

    assert only_record().category == Category.TOASTER


def test_a_text_that_begins_with_a_dash_is_a_text():
    import_rows(row(problem="- ne chauffe plus (depuis Noël)"))

    assert only_record().problem == "- ne chauffe plus (depuis Noël)"


def test_a_text_that_may_name_somebody_is_flagged():
    import_rows(row(problem="Rappeler M. Martin au 06 39 98 12 34"))

    assert only_record().text_check == TextCheck.FLAGGED


def test_the_publisher_may_be_given_apart():
    import_rows(row(), provider="Dépan’tek")

    assert only_record().provider.name == "Dépan’tek"


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"id": ""}, "id"),
        ({"id": "deux mots"}, "id"),
        ({"data_provider": ""}, "data_provider"),
        ({"country": "FR"}, "country"),
        ({"country": "XXX"}, "country"),
        ({"product_category": "Grille-pain"}, "product_category"),
        ({"product_category": "Kettle"}, "product_category"),
        ({"product_category_id": "41"}, "product_category_id"),
        ({"product_category_id": "³"}, "product_category_id"),
        ({"year_of_manufacture": "09"}, "year_of_manufacture"),
        ({"product_age": "vieux"}, "product_age"),
        ({"product_age": "-3"}, "product_age"),
        ({"repair_status": "Mended"}, "repair_status"),
        ({"repair_barrier_if_end_of_life": "Lack of equipment"}, "repair_barrier_if_end_of_life"),
        (
            {"repair_status": "End of life", "repair_barrier_if_end_of_life": "Fatigue"},
            "repair_barrier_if_end_of_life",
        ),
        ({"event_date": "23/05/2026"}, "event_date"),
        ({"event_date": "2026-02-30"}, "event_date"),
        ({"event_date": "2026-W21-6"}, "event_date"),
        ({"brand": '=HYPERLINK("http://pirate.example")'}, "brand"),
        ({"problem": "@SUM(1+1)"}, "problem"),
        ({"problem": "-2+3+cmd|' /C calc'!A0"}, "problem"),
        ({"problem": "x" * 8001}, "problem"),
    ],
)
def test_a_wrong_cell_is_refused_by_its_name(cells, column):
    tally = import_rows(row(id="mulots_2"), row(**cells))

    assert [(problem.row, problem.column) for problem in tally.problems] == [(3, column)]
    assert not RepairRecord.objects.exists()


def test_the_reason_is_in_french():
    tally = import_rows(row(repair_status="Mended"))

    assert tally.problems[0].message == "Tapez Fixed, Repairable, End of life ou Unknown."


def test_an_identifier_used_twice_is_refused_with_the_row_it_repeats():
    tally = import_rows(row(), row(id="mulots_2"), row())

    assert [(problem.row, problem.column) for problem in tally.problems] == [(4, "id")]
    assert "2" in tally.problems[0].message
    assert not RepairRecord.objects.exists()


def test_an_identifier_used_twice_far_apart_is_refused_too(settings):
    settings.MAILLAGE_BATCHES = {"ROWS_AT_A_TIME": 2}
    tally = import_rows(row(), row(id="mulots_2"), row(id="mulots_3"), row(id="mulots_4"), row())

    assert [problem.row for problem in tally.problems] == [6]
    assert not RepairRecord.objects.exists()


def test_two_publishers_may_use_the_same_identifier():
    assert import_rows(row(), row(data_provider="Dépan’tek")).created == 2


@pytest.mark.parametrize(
    "file",
    [
        table(row(brand="Électrolux"), encoding="latin-1"),
        io.BytesIO(table(row()).getvalue()[:-30]),
        io.BytesIO(table(row()).getvalue() + b'"jamais ferm\xc3\xa9,' + b"x" * 200),
        io.BytesIO(table(row()).getvalue() + b"x" * 200_000),
        io.BytesIO(b""),
        io.BytesIO(b"\x00\x01"),
        table(row(), columns=("id", "product_category")),
    ],
    ids=["encoding", "truncated", "open quote", "endless line", "empty", "binary", "missing columns"],
)
def test_a_malformed_file_is_refused_whole(file):
    tally = run_import(RepairImporter(), file)

    assert tally.rejected == 1
    assert tally.problems[0].message
    assert not RepairRecord.objects.exists()


def test_a_handful_of_rows_takes_few_queries(django_assert_max_num_queries):
    with django_assert_max_num_queries(40):  # it is read twice: checked whole, then written
        import_rows(*(row(id=f"mulots_{number}") for number in range(300)))
