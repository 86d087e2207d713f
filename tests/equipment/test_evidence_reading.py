"""Files read within bounds, whatever their letters."""

from __future__ import annotations

import hashlib
import io
import os
import tracemalloc

import pytest

from equipment.evidence.findings import EvidenceRefused
from equipment.evidence.reading import read_path, read_stream, text_of
from equipment.evidence.values import alike, in_bytes, of_emmc, phrase, real_name, real_serial
from equipment.makers import maker_key

LARGEST = 16 * 1024 * 1024


class Endless(io.RawIOBase):
    """A file of 200 MB that takes no room."""

    def __init__(self) -> None:
        self.given = 0

    def read(self, size: int = -1) -> bytes:
        self.given += size
        return b"x" * size if self.given <= 200 * 1024 * 1024 else b""


def test_a_file_has_the_sha256_of_its_bytes(tmp_path):
    path = tmp_path / "inventory.json"
    path.write_bytes(b"{}" * 70_000)
    assert read_path(path).sha256 == hashlib.sha256(b"{}" * 70_000).hexdigest()


def test_a_file_of_200_mb_is_refused_before_it_is_opened(tmp_path):
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        os.truncate(file.fileno(), 200 * 1024 * 1024)
    tracemalloc.start()
    with pytest.raises(EvidenceRefused):
        read_path(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1024 * 1024


def test_a_stream_without_end_is_given_up_at_the_limit():
    stream = Endless()
    with pytest.raises(EvidenceRefused):
        read_stream(stream)
    assert stream.given <= LARGEST + 64 * 1024


def test_the_limit_is_a_setting(settings):
    settings.MAILLAGE_EQUIPMENT = {"LARGEST_EVIDENCE": 3}
    with pytest.raises(EvidenceRefused):
        read_stream(io.BytesIO(b"abcd"))


@pytest.mark.parametrize("content", [b""])
def test_an_empty_file_is_refused(content):
    with pytest.raises(EvidenceRefused):
        read_stream(io.BytesIO(content))


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(EvidenceRefused):
        read_path(tmp_path)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(EvidenceRefused):
        read_path(tmp_path / "nothing.json")


def test_a_pipe_is_refused_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(EvidenceRefused):
        read_path(tmp_path / "pipe")


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1"]
)
def test_usual_encodings_are_read(encoding):
    assert text_of('{"model": "Réseau"}'.encode(encoding)) == '{"model": "Réseau"}'


def test_controls_and_nul_are_left_out():
    assert text_of(b"a\x00b\x1b\x07c\td\n") == "abc\td\n"


def test_letters_that_their_mark_belies_are_refused():
    with pytest.raises(EvidenceRefused):
        text_of(b"\xef\xbb\xbf\xff\xfe\xff")


def test_a_phrase_is_one_short_line_that_every_database_takes():
    assert phrase("a\x00\ud800\u202e b\n\tc" + "d" * 50, 8) == "a b cddd"


@pytest.mark.parametrize(
    "number",
    [
        "To be filled by O.E.M.",
        "To Be Filled By O.E.M.",
        "Default string",
        "System Serial Number",
        "0123456789",
        "None",
        "N/A",
        "Not Specified",
        "00000000",
        "XXXXXXXXXXXXXXX",
        "???????????????",
        "........",
        "VMware-56 4d 1a 2b 3c 4d 5e 6f",
        "SerNum0",
        "[REMOVED]",
        "REDACTED",
        "Inconnu",
        "N.C.",
        "non communiqué",
        "à compléter",
        "Not provided",
        "Aucun",
        "néant",
        "NÉANT",
        "Non spécifié",
        "Unknow",
        "Unknown (69)",
        "(null string)",
        "<BAD INDEX>",
        "<OUT OF SPEC>",
        "<OUT OF SPEC><OUT OF SPEC>",
        "Not Installed",
        "No Asset Information",
        "SystemSerialNumb",
        "SYS-1234567890",
        "SYS-9876543210",
        "SN-12345",
        "SN-123456fvgv3i0b8o5n6n7k",
        "Serial Number xxxxxx",
        "NNNNNNN",
        "EVAL",
        "123456789000",
        "12345678901234567",
        "1111111",
        "10110",
        "1.0",
        "v2.10.3",
        "  ",
        "",
        None,
        True,
        {"a": 1},
        [],
    ],
)
def test_what_makers_forgot_to_fill_in_is_no_serial_number(number):
    assert real_serial(number) == ""


def test_a_serial_number_is_in_capitals_without_blanks():
    assert real_serial(" wd-wcc2e mlt0001\n") == "WD-WCC2EMLT0001"


@pytest.mark.parametrize(
    "number", ["1.0-A5", "100200300", "1102", "SN1102FR", "123457", "MB50X7", "20HR", "NEANTMLT7", "9000000"]
)
def test_a_number_that_only_looks_like_that_is_kept(number):
    assert real_serial(number) == number


@pytest.mark.parametrize(
    ("written", "decimal", "expected"),
    [
        ("0x1a2b3c4d", False, "1A2B3C4D"),
        ("1a2b3c4d", False, "1A2B3C4D"),
        ("439041101", True, "1A2B3C4D"),
        ("0x12345678", False, "12345678"),
        ("0x00000000", False, ""),
        ("4294967295", True, ""),
        (None, False, ""),
    ],
)
def test_an_emmc_has_one_number_whatever_the_tool(written, decimal, expected):
    assert of_emmc(written, decimal=decimal) == expected


def test_a_number_is_a_serial_number_too():
    assert real_serial(34605) == "34605"


def test_a_forgotten_maker_is_no_maker():
    assert real_name("System manufacturer", 60) == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dell Inc.", "DELL"),
        ("Hewlett-Packard", "HP"),
        ("ASUSTeK COMPUTER INC.", "ASUS"),
        ("LENOVO", "Lenovo"),
    ],
)
def test_a_maker_written_in_two_ways_is_one(one, other):
    assert maker_key(one) == maker_key(other)


@pytest.mark.parametrize(
    ("written", "unit", "expected"),
    [
        (256060, "mb", 256_060_000_000),
        ("500 GB", "", 500_000_000_000),
        ("465,8 Gio", "", round(465.8 * 2**30)),
        (4096, "mib", 2**32),
        ("67 MB", "", 67_000_000),
        (536870912, "", 536870912),
        (-1, "mb", None),
        ("", "", None),
        ("9" * 400, "", None),
        (True, "mb", None),
        (None, "mb", None),
        ("huge", "", None),
    ],
)
def test_sizes_are_read_in_bytes(written, unit, expected):
    assert in_bytes(written, unit) == expected


def test_sizes_rounded_by_two_tools_are_alike():
    assert alike(500_107_862_016, 500_000_000_000)


def test_two_sizes_of_disks_are_not_alike():
    assert not alike(480_000_000_000, 500_000_000_000)
