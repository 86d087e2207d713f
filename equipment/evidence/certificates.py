"""Certificates typed by hand: JSON, a table, or one « name: value » a line.

    serial,tool,method,date,by,result
    WD-WCAV29008961,DBAN 2.3,three passes,2026-05-12,Les Mulots,erased

It is only as good as the person it names, so it must name one, and a day, a tool and a method.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from datetime import datetime, time
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from equipment.models import EvidenceFormat, ProofKind

from .cleaning import items, mapping, phrase
from .errors import EvidenceRefused
from .findings import Finding
from .placeholders import real_serial
from .units import in_bytes

MOST_ROWS = 64
LONGEST_COUNT = 8
REQUIRED = ("serial", "tool", "method", "date", "by", "result")
# As people write them, in English and in French, without accents.
NAMES = {
    "serial": ("serial", "serialnumber", "sn", "numerodeserie", "serie", "disk", "disque"),
    "tool": ("tool", "software", "outil", "logiciel"),
    "method": ("method", "methode"),
    "date": ("date", "day", "jour", "erasedon", "effacele"),
    "by": ("by", "who", "operator", "par", "qui", "operateur", "erasedby", "effacepar"),
    "result": ("result", "status", "resultat", "statut"),
    "size": ("size", "capacity", "taille", "capacite"),
    "errors": ("errors", "erreurs"),
}
_COLUMNS = {name: column for column, names in NAMES.items() for name in names}
_RESULTS = {
    ProofKind.ERASED: {"erased", "wiped", "success", "ok", "efface", "effacee", "reussi", "succes"},
    ProofKind.DESTROYED: {"destroyed", "shredded", "crushed", "detruit", "detruite", "broye", "perce"},
    ProofKind.RESERVE: {"reserve", "partial", "effaceavecreserve", "partiel"},
}
_PAIR = re.compile(r"^\s*([^:=\n]{2,40}?)\s*[:=]\s*(.*?)\s*$")

Row = dict[str, str]


def from_document(document: Any) -> list[Row]:
    """Return the rows of a certificate in JSON, none when `document` is no certificate."""
    inside = mapping(document).get("certificates") or mapping(document).get("certificate") or document
    return _certified([_columns(row) for row in items(inside, MOST_ROWS)])


def from_text(text: str) -> list[Row]:
    """Return the rows of a certificate in a table or in pairs, none when `text` is no certificate."""
    lines = text.lstrip("\ufeff").splitlines()[: MOST_ROWS * 10]
    first = next((line for line in lines if line.strip()), "")
    delimiter = max((";", ",", "\t"), key=first.count)
    if first.count(delimiter) >= len(REQUIRED) - 2:
        rows = csv.DictReader(io.StringIO("\n".join(lines)), delimiter=delimiter)
        return _certified([_columns(row) for row, _number in zip(rows, range(MOST_ROWS), strict=False)])
    pairs = [pair.groups() for line in lines if (pair := _PAIR.match(line))]
    return _certified([_columns(dict(pairs))])


def _columns(row: dict[Any, Any]) -> Row:
    known = ((_COLUMNS.get(_bare(str(name))), value) for name, value in row.items() if name)
    return {column: phrase(value, 200) for column, value in known if column}


def _certified(rows: list[Row]) -> list[Row]:
    """Leave out what is not a certificate: one names a disk and a result."""
    return [row for row in rows if {"serial", "result"} <= row.keys()]


def _bare(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words.casefold())
    return "".join(letter for letter in plain if letter.isascii() and letter.isalnum())


def read(rows: list[Row]) -> list[Finding]:
    """Return a finding for each row; raises EvidenceRefused when one lacks what makes a certificate."""
    return [_finding(row) for row in rows]


def _finding(row: Row) -> Finding:
    missing = [column for column in REQUIRED if not row.get(column)]
    if missing:
        message = _(
            "This certificate lacks “%(column)s”. It must give: serial, tool, method, date, by, result."
        )
        raise EvidenceRefused(message % {"column": missing[0]}, code="incomplete")
    kind = next((kind for kind, words in _RESULTS.items() if _bare(row["result"]) in words), ProofKind.FAILED)
    errors = (
        int(row["errors"]) if row.get("errors", "").isdecimal() and len(row["errors"]) <= LONGEST_COUNT else 0
    )
    reason = ""
    if kind == ProofKind.ERASED and (errors or row.get("errors", "0") not in {"0", "", str(errors)}):
        kind, reason = ProofKind.FAILED, _("The certificate tells of errors: it proves nothing.")
    elif kind == ProofKind.RESERVE:
        reason = _("The certificate itself makes a reservation.")
    elif kind == ProofKind.FAILED:
        reason = _("The certificate does not say that the disk is erased: “%(result)s”.") % row
    return Finding(
        format=EvidenceFormat.CERTIFICATE,
        device=row["serial"][:40],
        status=row["result"][:40],
        kind=kind,
        serial=real_serial(row["serial"]),
        size=in_bytes(row.get("size", "")),
        tool=row["tool"][:40],
        method=row["method"][:80],
        errors=errors,
        reason=reason,
        at=_day(row["date"]),
        signed_by=row["by"][:120],
    )


def _day(written: str) -> datetime:
    """Return the moment of the certificate; raises EvidenceRefused when it is no day, or is to come."""
    turned = re.sub(r"^(\d{1,2})/(\d{1,2})/(\d{4})", r"\3-\2-\1", written)
    try:
        moment = parse_datetime(turned)
        day = parse_date(turned) if moment is None else None
    except ValueError:
        moment = day = None
    if day is not None:
        moment = datetime.combine(day, time(12))
    if moment is None:
        raise EvidenceRefused(
            _("The certificate’s date cannot be read: write it as 2026-05-12."), code="incomplete"
        )
    aware = timezone.make_aware(moment) if timezone.is_naive(moment) else moment
    if aware.date() > timezone.localdate():
        raise EvidenceRefused(_("The certificate’s date is in the future."), code="incomplete")
    return aware
