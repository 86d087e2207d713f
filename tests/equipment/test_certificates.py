"""Certificates typed by hand."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from equipment.evidence.findings import EvidenceRefused
from equipment.evidence.recognize import read_erasure
from equipment.models import ProofKind
from tests.equipment.evidence_samples import certificate, raw, sample

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
    findings = read_erasure(raw(TABLE))
    assert [finding.kind for finding in findings] == [ProofKind.ERASED, ProofKind.DESTROYED]


SERIAL = (
    *("N° de série", "Nº de série", "No de série", "Numero de serie", "NUMÉRO DE SÉRIE", "N° série"),
    *("S/N", "N/S", "Serial number", "Serial No.", "Serial #", "Disque"),
)


@pytest.mark.parametrize("name", SERIAL)
def test_the_serial_number_is_known_under_its_usual_names(name):
    findings = read_erasure(raw(TABLE.replace("N° de série", name)))
    assert [finding.serial for finding in findings] == ["W620MLT1", "W620MLT2"]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Outil", "Logiciel"),
        ("Méthode", "methode"),
        ("Date", "Effacé le"),
        ("Par", "Opérateur"),
        ("Par", "Effacé par"),
        ("Résultat", "RESULTAT"),
        ("Résultat", "Statut"),
    ],
)
def test_the_other_columns_are_known_under_their_usual_names(written, name):
    assert len(read_erasure(raw(TABLE.replace(written, name, 1)))) == 2


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_a_table_is_read_as_spreadsheets_write_it(delimiter, encoding):
    table = TABLE.replace("Puces, atelier", "Puces – l’atelier").replace(";", delimiter)
    first, _second = read_erasure(raw(table.encode(encoding)))
    assert (first.serial, first.signed_by) == ("W620MLT1", "Les Puces – l’atelier")


def test_what_a_spreadsheet_writes_for_itself_is_passed_over():
    assert len(read_erasure(raw(f"sep=;\n{TABLE}"))) == 2


def test_names_and_values_in_french_line_by_line_are_read():
    names, values = (line.split(";") for line in TABLE.splitlines()[:2])
    typed = "\n".join(f"{name}\u00a0: {value}" for name, value in zip(names, values, strict=True))
    (finding,) = read_erasure(raw(typed))
    assert (finding.serial, finding.kind) == ("W620MLT1", ProofKind.ERASED)


def test_names_and_values_line_by_line_are_read():
    typed = "\n".join(f"{name}: {value}" for name, value in json.loads(certificate()).items())
    (finding,) = read_erasure(raw(typed))
    assert finding.kind == ProofKind.ERASED


@pytest.mark.parametrize("column", ["tool", "method", "date", "by"])
def test_a_certificate_that_lacks_something_is_refused(column):
    with pytest.raises(EvidenceRefused):
        read_erasure(raw(certificate(**{column: ""})))


UNDERSTOOD = {
    ProofKind.ERASED: (
        *("erased", "Erased", "Successful", "success", "OK", "Pass", "PASSED", "Successfully erased"),
        *("effacé", "Effacée", "Effacé avec succès", "réussi", "Réussie", "succès", "Terminé sans erreur"),
    ),
    ProofKind.RESERVE: ("Erased with warnings", "effacé avec réserve", "Effacé, avec réserves", "partiel"),
    ProofKind.DESTROYED: ("destroyed", "détruit", "Percé"),
    ProofKind.FAILED: (
        *("failed", "not erased", "Aborted", "KO", "no", "Completed with errors"),
        *("non effacé", "pas effacé", "Échec", "échoué", "interrompu", "annulée"),
    ),
}


@pytest.mark.parametrize(
    ("kind", "result"), [(kind, word) for kind, words in UNDERSTOOD.items() for word in words]
)
def test_a_word_of_result_is_understood(kind, result):
    (finding,) = read_erasure(raw(certificate(result=result)))
    assert (finding.kind, finding.refusal) == (kind, "")


@pytest.mark.parametrize("result", ["?", "done", "terminé", "en cours", "à refaire", "bien passé"])
def test_a_word_that_is_not_known_is_no_failure(result):
    (finding,) = read_erasure(raw(certificate(result=result)))
    assert (f"«\u00a0{result}\u00a0»" in finding.refusal, finding.erases) == (True, False)


@pytest.mark.parametrize("errors", ["2", "some"])
def test_errors_prove_nothing(errors):
    (finding,) = read_erasure(raw(certificate(errors=errors)))
    assert finding.kind == ProofKind.FAILED


@pytest.mark.parametrize(
    "date",
    [
        *("2026-05-12", "12/05/2026", "12.05.2026", "12-05-2026", "12/5/2026", "12/05/2026 14:30"),
        *("12/05/2026 à 14h30", "12 mai 2026", "le 12 mai 2026", "mardi 12 mai 2026 à 14 h 30"),
        "2026-05-12T14:30:00+02:00",
    ],
)
def test_a_day_is_read_as_people_write_it(date):
    (finding,) = read_erasure(raw(certificate(date=date)))
    assert f"{finding.at:%Y-%m-%d}" == "2026-05-12"


@pytest.mark.parametrize(
    ("month", "number"),
    [("janvier", 1), ("févr.", 2), ("août", 8), ("juin", 6), ("juillet", 7), ("déc.", 12), ("Septembre", 9)],
)
def test_a_month_is_read_by_its_first_letters(month, number):
    (finding,) = read_erasure(raw(certificate(date=f"1er {month} 2025")))
    assert (finding.at.month, finding.at.day) == (number, 1)


@pytest.mark.parametrize("date", ["yesterday", "2026-02-31", "12-05-26", "31/02/2026", "12 floréal 2026"])
def test_a_day_that_is_none_is_refused(date):
    with pytest.raises(EvidenceRefused):
        read_erasure(raw(certificate(date=date)))


def test_a_day_to_come_is_refused():
    with pytest.raises(EvidenceRefused):
        read_erasure(raw(certificate(date=str(timezone.localdate() + timedelta(days=2)))))


def test_an_inventory_is_sent_to_the_other_import():
    with pytest.raises(EvidenceRefused):
        read_erasure(sample("glpi-desktop.json"))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("Blancco Drive Eraser 7.1\nSerial: W620MLT1\nStatus: Erased\n", "rapport de Blancco"),
        ('<?xml version="1.0"?><root><blancco_data/></root>', "rapport de Blancco"),
        ("Certus Erasure report\n", "rapport de Certus"),
        ("WhiteCanyon WipeDrive 9\nResult: Success\n", "rapport de WipeDrive"),
        ('{"product": "WipeDrive", "result": "Success"}', "rapport de WipeDrive"),
        ("Active@ KillDisk for Linux\n", "rapport de KillDisk"),
        (
            'security_password: "p"\n\n/dev/sda:\n Issuing SECURITY_ERASE command, password="p", user=user\n',
            "hdparm",
        ),
        ("Success formatting namespace:1\n", "rapport de nvme format"),
        ("shred: /dev/sda: pass 1/1 (000000)...\n", "rapport de shred"),
        ("976773168+0 records in\n976773168+0 records out\n", "rapport de dd"),
        ("smartctl 7.3 2022-02-28 r5338 [x86_64-linux]\nSerial Number: W620MLT1\n", "comment va le disque"),
        ('{"smartctl": {"version": [7, 3]}, "serial_number": "W620MLT1"}', "comment va le disque"),
        ("  Disk Erasure Report\n Serial: A\n Disc Erasure by NWIPE version 0.42\n", "le PDF lui-même"),
    ],
)
def test_the_report_of_another_tool_is_refused_by_its_name(content, words):
    with pytest.raises(EvidenceRefused, match=words):
        read_erasure(raw(content))


def test_a_typed_certificate_may_name_any_tool():
    (finding,) = read_erasure(raw(certificate(tool="Blancco 7.1")))
    assert finding.kind == ProofKind.ERASED


@pytest.mark.parametrize("content", ["{}", "[]", "une lettre", "a: b", "serial,result", "\x00\x01"])
def test_what_is_no_certificate_is_refused(content):
    with pytest.raises(EvidenceRefused):
        read_erasure(raw(content))
