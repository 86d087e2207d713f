"""Tables as they circulate, and files that are none."""

import io

import pytest

from maillage.batches.errors import FileRefused
from maillage.batches.reading import read_table

from .factories import table

REQUIRED = frozenset({"name", "commune"})
NAMES = {"nom": "name"}


def rows(text: str, encoding: str = "utf-8"):
    return list(read_table(table(text, encoding), required=REQUIRED, names=NAMES))


def test_a_row_comes_with_its_number_and_its_cells_by_column():
    assert rows("name,commune\nÉcole,Redon\n") == [(2, {"name": "École", "commune": "Redon"})]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_each_delimiter_that_circulates_is_found(delimiter):
    text = f"name{delimiter}commune\nÉcole{delimiter}Redon\n"

    assert rows(text)[0][1] == {"name": "École", "commune": "Redon"}


def test_a_byte_order_mark_is_no_part_of_the_first_name():
    assert rows("name,commune\nÉcole,Redon\n", "utf-8-sig")[0][1]["name"] == "École"


def test_a_header_may_be_written_another_way():
    assert rows(" NOM ,Commune\nÉcole,Redon\n")[0][1] == {"name": "École", "commune": "Redon"}


def test_a_cell_may_hold_lines_and_quotes():
    assert rows('name,commune\n"Une ""école""\nà côté",Redon\n')[0][1]["name"] == 'Une "école"\nà côté'


def test_an_empty_row_is_left_out_and_still_counted():
    assert [number for number, _cells in rows("name,commune\nA,Redon\n\n,\nB,Redon\n")] == [2, 5]


def test_the_end_of_a_line_may_be_that_of_any_system():
    assert len(rows("name,commune\r\nA,Redon\r\nB,Redon\r\n")) == 2


@pytest.mark.parametrize(
    ("text", "encoding", "row", "words"),
    [
        ("", "utf-8", 1, "vide"),
        ("nom\nÉcole\n", "utf-8", 1, "« commune » manque"),
        ("nom,commune,name\n", "utf-8", 1, "deux fois"),
        ("name,commune\nÉcole,Redon\n", "latin-1", 2, "UTF-8"),
        ("name,commune\nA\0B,Redon\n", "utf-8", 2, "fichier de texte"),
        ("name,commune\nA,Redon\nB\n", "utf-8", 3, "1 cases"),
        ("name,commune\nA,Redon,trop\n", "utf-8", 2, "3 cases"),
        ('name,commune\nA,"Redon\n', "utf-8", 2, "guillemets"),
        ("name,commune\n" + "x" * 200_000, "utf-8", 2, "trop longue"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_the_row_and_the_reason(text, encoding, row, words):
    with pytest.raises(FileRefused) as refused:
        rows(text, encoding)

    assert words in str(refused.value)
    assert refused.value.row == row


def test_an_endless_line_is_refused_before_it_fills_the_memory():
    class Endless(io.RawIOBase):
        """A file without an end, which counts what is read of it."""

        given = 0

        def readable(self):
            return True

        def readinto(self, buffer):
            buffer[:] = b"x" * len(buffer)
            self.given += len(buffer)
            return len(buffer)

    endless = Endless()
    with pytest.raises(FileRefused):
        list(read_table(io.BufferedReader(endless), required=REQUIRED))

    assert endless.given < 1_000_000


def test_the_file_stays_open_for_whoever_opened_it():
    file = table("name,commune\nA,Redon\n")
    list(read_table(file, required=REQUIRED))

    assert not file.closed
