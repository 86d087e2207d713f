"""Certificates of nwipe in PDF: what is a proof, what only looks like one, and what a PDF cannot do to us."""

from __future__ import annotations

import zlib
from dataclasses import replace

import pytest

from equipment.evidence import nwipe_certificate, pdf
from equipment.evidence.findings import EvidenceRefused
from equipment.evidence.recognize import read_erasure
from equipment.models import EvidenceFormat, ProofKind
from tests.equipment.evidence_samples import raw
from tests.equipment.nwipe_pdfs import Certified, as_pdf, as_words, disk_page, system_page

GOOD = Certified()


def read_page(page):
    return nwipe_certificate.read(as_words(page))


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({}, ProofKind.ERASED),
        # Before 0.42, three numbers.
        ({"errors": "0/0/0"}, ProofKind.ERASED),
        ({"status": "ABORTED", "rounds": "0/1"}, ProofKind.FAILED),
        ({"status": "FAILED", "errors": "1/0/0/0"}, ProofKind.FAILED),
        ({"status": "INSANITY"}, ProofKind.FAILED),
        ({"rounds": "1/2"}, ProofKind.FAILED),
        ({"rounds": "0/0"}, ProofKind.FAILED),
        ({"errors": "0/1/0/0"}, ProofKind.FAILED),
        ({"errors": "0/0/1"}, ProofKind.FAILED),
        ({"errors": "0/0"}, ProofKind.FAILED),
        ({"percent": "(99.98%)"}, ProofKind.FAILED),
        ({"percent": "all"}, ProofKind.FAILED),
        ({"hidden": "Hidden sectors found!"}, ProofKind.RESERVE),
        ({"hidden": "Unknown"}, ProofKind.RESERVE),
        ({"hidden": "No hidden sectors **DDNSHDA"}, ProofKind.ERASED),
        ({"hidden": "Not applicable"}, ProofKind.ERASED),
        ({"errors": "0/0/0/3"}, ProofKind.RESERVE),
        ({"model": "Samsung SSD 850 EVO"}, ProofKind.RESERVE),
    ],
)
@pytest.mark.parametrize("layout", [disk_page, system_page])
def test_what_a_certificate_is_worth(layout, changes, kind):
    (finding,) = read_page(layout(replace(GOOD, **changes)))
    assert (finding.kind, finding.refusal) == (kind, "")


def test_a_finding_says_which_disk_how_and_when():
    (finding,) = read_page(disk_page())
    told = (finding.serial, finding.model, finding.size, finding.tool, finding.method)
    assert told == ("W620MLT1", "ST500LM021-1KJ15", 500107862016, "nwipe 0.42", "Fill With Zeros")
    assert (finding.format, f"{finding.at:%Y-%m-%d %H:%M}") == (EvidenceFormat.NWIPE_PDF, "2026-05-12 03:49")


@pytest.mark.parametrize("serial", ["Unknown", "XXXXXXXXXXXXXXX", ""])
def test_what_stands_for_a_number_is_none(serial):
    (finding,) = read_page(disk_page(replace(GOOD, serial=serial)))
    assert (finding.kind, finding.serial) == (ProofKind.ERASED, "")


@pytest.mark.parametrize("missing", ["status", "rounds", "errors", "hidden", "end", "method"])
def test_a_certificate_of_which_a_part_is_missing_is_no_failure(missing):
    (finding,) = read_page(disk_page(replace(GOOD, **{missing: ""})))
    assert finding.refusal


def test_a_status_that_nwipe_does_not_know_is_no_failure():
    (finding,) = read_page(disk_page(replace(GOOD, status="PERHAPS")))
    assert finding.refusal


def test_two_statuses_on_one_disk_are_none():
    (finding,) = read_page([*disk_page(), (60, 140, "Status:"), (365, 140, "ERASED")])
    assert finding.refusal


def test_a_customer_whose_address_looks_like_a_label_changes_nothing():
    (finding,) = read_page([*disk_page(), (60, 490, "Serial:"), (110, 490, "FALSE01")])
    assert finding.serial == "W620MLT1"


def test_each_disk_of_a_whole_machine_has_its_own_status():
    aborted = replace(GOOD, serial="W620MLT2", status="ABORTED", rounds="0/1")
    findings = read_page(system_page(GOOD, aborted, replace(GOOD, serial="W620MLT3")))
    assert [(finding.serial, finding.kind) for finding in findings] == [
        ("W620MLT1", ProofKind.ERASED),
        ("W620MLT2", ProofKind.FAILED),
        ("W620MLT3", ProofKind.ERASED),
    ]


def test_a_certificate_without_its_page_of_erasure_is_refused():
    page = [word for word in disk_page() if not word[2].startswith("Page ")]
    with pytest.raises(EvidenceRefused):
        read_page(page)


@pytest.mark.parametrize("page", [disk_page(), system_page(GOOD)], ids=["disk", "system"])
def test_a_pdf_is_read_by_the_place_of_its_words(page):
    (finding,) = read_erasure(raw(as_pdf(page)))
    assert (finding.serial, finding.kind) == ("W620MLT1", ProofKind.ERASED)


BLANCCO = [(50, 700, "Blancco Erasure Report")]
LETTER = [(50, 700, "Chère Madame")]


def heavy(unpacked: bytes, pages: int = 1) -> bytes:
    """Return a PDF, a few kilobytes long, all of whose pages are this text once it is unpacked."""
    stream = zlib.compress(unpacked, 9)
    kids = " ".join(["3 0 R"] * pages)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>",
        b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    whole, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(whole))
        whole += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Root 1 0 R /Size 5 >>\nstartxref\n%d\n%%%%EOF\n" % len(whole)
    return whole + b"xref\n0 5\n0000000000 65535 f \n" + table + end


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (as_pdf(BLANCCO), "Blancco"),
        (as_pdf(LETTER, author="KillDisk"), "KillDisk"),
        (as_pdf(LETTER), "certificat de nwipe"),
        (as_pdf(disk_page(), password="secret"), "mot de passe"),
        (as_pdf(*[LETTER] * 201), "trop de pages"),
        (b"%PDF-1.4\nnothing", "ne se lit pas"),
        (as_pdf(disk_page())[:900], "ne se lit pas"),
        (heavy(b" " * 50_000_000), "ne se lit pas"),
    ],
    ids=["blancco", "killdisk", "letter", "locked", "long", "no-pdf", "cut", "bomb"],
)
def test_another_pdf_is_refused_with_what_to_do(content, words):
    with pytest.raises(EvidenceRefused, match=words):
        read_erasure(raw(content))


def test_a_pdf_that_is_too_large_is_not_opened():
    with pytest.raises(EvidenceRefused, match="trop gros"):
        read_erasure(raw(b"%PDF-1.4" + b" " * pdf.LARGEST))


def test_a_pdf_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(pdf, "SECONDS", 1)
    with pytest.raises(EvidenceRefused, match="ne se lit pas"):
        read_erasure(raw(heavy(b"q Q " * 200_000, pages=150)))
