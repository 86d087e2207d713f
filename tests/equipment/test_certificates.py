"""Certificates typed by hand."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from equipment.evidence.errors import EvidenceRefused
from equipment.evidence.recognize import read_erasure
from equipment.models import ProofKind

from .evidence_samples import certificate, raw, sample

TABLE = """N° de série;Outil;Méthode;Date;Par;Résultat
W620MLT1;DBAN 2.3;trois passes;12/05/2026;Les Puces, atelier;effacé
W620MLT2;Perceuse;percé de part en part;12/05/2026;Les Puces, atelier;détruit
"""


def test_a_whole_certificate_is_a_proof():
    (finding,) = read_erasure(raw(certificate()))
    assert (finding.kind, finding.serial, finding.signed_by) == (
        ProofKind.ERASED,
        "W620MLT1",
        "Les Puces, atelier",
    )


def test_a_table_in_french_tells_of_several_disks():
    findings = read_erasure(raw(TABLE.replace("N° de série", "Numéro de série")))
    assert [finding.kind for finding in findings] == [ProofKind.ERASED, ProofKind.DESTROYED]


def test_a_table_in_latin_1_is_read():
    findings = read_erasure(raw(TABLE.replace("N° de série", "Disque").encode("latin-1")))
    assert len(findings) == 2


def test_names_and_values_line_by_line_are_read():
    typed = "\n".join(f"{name}: {value}" for name, value in json.loads(certificate()).items())
    (finding,) = read_erasure(raw(typed))
    assert finding.kind == ProofKind.ERASED


@pytest.mark.parametrize("column", ["tool", "method", "date", "by"])
def test_a_certificate_that_lacks_something_is_refused(column):
    with pytest.raises(EvidenceRefused):
        read_erasure(raw(certificate(**{column: ""})))


@pytest.mark.parametrize("result", ["failed", "not erased", "non effacé", "?"])
def test_another_result_proves_nothing(result):
    (finding,) = read_erasure(raw(certificate(result=result)))
    assert finding.kind == ProofKind.FAILED


@pytest.mark.parametrize("errors", ["2", "some"])
def test_errors_prove_nothing(errors):
    (finding,) = read_erasure(raw(certificate(errors=errors)))
    assert finding.kind == ProofKind.FAILED


@pytest.mark.parametrize("date", ["yesterday", "2026-02-31", "12-05-26"])
def test_a_day_that_is_none_is_refused(date):
    with pytest.raises(EvidenceRefused):
        read_erasure(raw(certificate(date=date)))


def test_a_day_to_come_is_refused():
    with pytest.raises(EvidenceRefused):
        read_erasure(raw(certificate(date=str(timezone.localdate() + timedelta(days=2)))))


def test_an_inventory_is_sent_to_the_other_import():
    with pytest.raises(EvidenceRefused):
        read_erasure(sample("glpi-desktop.json"))


@pytest.mark.parametrize("content", ["{}", "[]", "une lettre", "a: b", "serial,result", "\x00\x01"])
def test_what_is_no_certificate_is_refused(content):
    with pytest.raises(EvidenceRefused):
        read_erasure(raw(content))
