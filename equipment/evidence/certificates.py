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
from django.utils.translation import pgettext_lazy

from equipment.evidence.findings import EvidenceRefused, Finding
from equipment.evidence.values import in_bytes, items, mapping, phrase, real_serial
from equipment.models import EvidenceFormat, ProofKind

MOST_ROWS = 64
LONGEST_COUNT = 8
# What a certificate must give, as people are told.
COLUMNS = {
    "serial": pgettext_lazy("column of a certificate", "serial number"),
    "tool": pgettext_lazy("column of a certificate", "tool"),
    "method": pgettext_lazy("column of a certificate", "method"),
    "date": pgettext_lazy("column of a certificate", "date"),
    "by": pgettext_lazy("column of a certificate", "by"),
    "result": pgettext_lazy("column of a certificate", "result"),
}
# As people write them, in English and in French, without accents, blanks and signs: « N° » leaves an « n ».
NAMES = {
    "serial": (
        *("serial", "serialnumber", "serialno", "sn", "disk", "diskserial", "diskserialnumber", "disksn"),
        *("numerodeserie", "numdeserie", "nodeserie", "ndeserie", "numeroserie", "numserie", "noserie"),
        *("nserie", "ns", "serie", "disque", "numerodedisque", "numerodudisque", "ndudisque"),
        *("numerodeseriedudisque", "nodeseriedudisque", "ndeseriedudisque"),
    ),
    "tool": ("tool", "software", "outil", "logiciel", "outilutilise", "logicielutilise", "programme"),
    "method": ("method", "methode", "methodedeffacement", "erasuremethod", "procede"),
    "date": ("date", "day", "jour", "erasedon", "effacele", "datedeffacement", "erasuredate", "faitle"),
    "by": (
        *("by", "who", "operator", "technician", "erasedby"),
        *("par", "qui", "operateur", "operatrice", "effacepar", "faitpar", "technicien", "technicienne"),
    ),
    "result": ("result", "status", "outcome", "resultat", "statut"),
    "size": ("size", "capacity", "taille", "capacite"),
    "errors": ("errors", "erreurs", "nombrederreurs"),
}
_COLUMNS = {name: column for column, names in NAMES.items() for name in names}
# Words of result, in the same bare form. One that stands here for nothing is refused, never guessed: « done »
# and « terminé » say that something came to its end, not that the disk is erased.
RESULTS = {
    ProofKind.ERASED: (
        *(
            "erased",
            "wiped",
            "success",
            "successful",
            "successfullyerased",
            "erasedsuccessfully",
            "succeeded",
        ),
        *("ok", "pass", "passed", "purged", "sanitized", "erasurepassed", "erasuresuccessful"),
        *("completedsuccessfully", "successfullycompleted", "completedwithouterrors", "completednoerrors"),
        *("efface", "effacee", "effaces", "effaceavecsucces", "effaceeavecsucces", "effacementreussi"),
        *("reussi", "reussie", "reussite", "succes", "avecsucces", "conforme"),
        *("effacementok", "terminesanserreur", "effacesanserreur", "termineavecsucces", "disqueefface"),
    ),
    ProofKind.DESTROYED: (
        *("destroyed", "shredded", "crushed", "drilled", "physicallydestroyed"),
        *(
            "detruit",
            "detruite",
            "disquedetruit",
            "detruitphysiquement",
            "broye",
            "broyee",
            "perce",
            "percee",
        ),
    ),
    ProofKind.RESERVE: (
        *("reserve", "partial", "erasedwithwarnings", "erasedwithwarning", "erasedwithexceptions"),
        *("successwithwarnings", "passedwithwarnings", "completedwithwarnings", "erasedwithreservation"),
        *("effaceavecreserve", "effaceeavecreserve", "effaceavecreserves", "avecreserve", "avecreserves"),
        *(
            "effaceavecavertissement",
            "effaceavecavertissements",
            "partiel",
            "partielle",
            "partiellementefface",
        ),
    ),
    ProofKind.FAILED: (
        *("failed", "failure", "fail", "error", "errors", "ko", "nok", "notok", "no", "aborted", "cancelled"),
        *("canceled", "interrupted", "stopped", "noterased", "notwiped", "incomplete", "unsuccessful"),
        *("completedwitherrors", "erasurefailed", "echec", "echoue", "echouee", "rate", "erreur", "erreurs"),
        *("non", "nonefface", "noneffacee", "pasefface", "paseffacee", "interrompu"),
        *("interrompue", "annule", "annulee", "arrete", "arretee", "incomplet", "termineavecerreurs"),
        *("effacementechoue", "echecdeleffacement", "nonconforme"),
    ),
}
_KINDS = {word: kind for kind, words in RESULTS.items() for word in words}
# By their first letters: « janv. », « févr. », « juill. ».
_FIRST_LETTERS = ["jan", "fev", "mar", "avr", "mai", "juin", "juil", "aou", "sep", "oct", "nov", "dec"]
_MONTHS = {letters: number for number, letters in enumerate(_FIRST_LETTERS, start=1)}
_PAIR = re.compile(r"^\s*([^:=\n]{2,40}?)\s*[:=]\s*(.*?)\s*$")

Row = dict[str, str]


def from_document(document: Any) -> list[Row]:
    """Return the rows of a certificate in JSON, none when `document` is no certificate."""
    inside = mapping(document).get("certificates") or mapping(document).get("certificate") or document
    return _certified([_columns(row) for row in items(inside, MOST_ROWS)])


def from_text(text: str) -> list[Row]:
    """Return the rows of a certificate in a table or in pairs, none when `text` is no certificate."""
    lines = text.lstrip("\ufeff").splitlines()[: MOST_ROWS * 10]
    # What spreadsheets write for themselves.
    lines = [line for line in lines if not line.startswith("sep=")]
    first = next((line for line in lines if line.strip()), "")
    delimiter = max((";", ",", "\t"), key=first.count)
    if first.count(delimiter) >= len(COLUMNS) - 2:
        rows = csv.DictReader(io.StringIO("\n".join(lines)), delimiter=delimiter)
        return _certified([_columns(row) for row, _number in zip(rows, range(MOST_ROWS), strict=False)])
    pairs = [pair.groups() for line in lines if (pair := _PAIR.match(line))]
    return _certified([_columns(dict(pairs))])


def _columns(row: dict[Any, Any]) -> Row:
    """Return what is known of a row; of two columns of one meaning, the first that says something."""
    known: Row = {}
    for name, value in row.items():
        column = _COLUMNS.get(_bare(str(name))) if name else None
        if column and not known.get(column):
            known[column] = phrase(value, 200)
    return known


def _certified(rows: list[Row]) -> list[Row]:
    """Leave out what is not a certificate: one names a disk and a result."""
    return [row for row in rows if {"serial", "result"} <= row.keys()]


def _bare(words: str) -> str:
    return "".join(letter for letter in _without_accents(words) if letter.isascii() and letter.isalnum())


def read(rows: list[Row]) -> list[Finding]:
    """Return a finding for each row; raises EvidenceRefused when one lacks what makes a certificate."""
    return [_finding(row) for row in rows]


def _finding(row: Row) -> Finding:
    missing = [column for column in COLUMNS if not row.get(column)]
    if missing:
        message = _(
            "This certificate lacks “%(column)s”. It must give: serial, tool, method, date, by, result."
        )
        raise EvidenceRefused(message % {"column": COLUMNS[missing[0]]}, code="incomplete")
    kind = _KINDS.get(_bare(row["result"]))
    errors = (
        int(row["errors"]) if row.get("errors", "").isdecimal() and len(row["errors"]) <= LONGEST_COUNT else 0
    )
    reason = refusal = ""
    if kind is None:
        kind, refusal = ProofKind.FAILED, _unknown_result(row)
    elif kind == ProofKind.ERASED and (errors or row.get("errors", "0") not in {"0", "", str(errors)}):
        kind, reason = ProofKind.FAILED, _("The certificate tells of errors: it proves nothing.")
    elif kind == ProofKind.RESERVE:
        reason = _("The certificate itself makes a reservation.")
    elif kind == ProofKind.FAILED:
        reason = _("The certificate says that the disk is not erased: “%(result)s”.") % row
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
        refusal=refusal,
    )


def _unknown_result(row: Row) -> str:
    message = _(
        "The result “%(result)s” is not known here: nothing is noted. Write “erased”, “erased with a"
        " reservation”, “destroyed” or “failed”, as it was, and import the file again."
    )
    return message % row


def _day(written: str) -> datetime:
    """Return the moment of the certificate; raises EvidenceRefused when it is no day, or is to come."""
    turned = _turned(written)
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


def _turned(written: str) -> str:
    """Return in the order of ISO a day as the French write it: « 12/05/2026 », « le 12 mai 2026 à 14h30 »."""
    plain = _without_accents(written)
    if numbers := re.match(r"^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})\b", plain):
        day, month, year = map(int, numbers.groups())
    elif words := re.match(r"^(?:\w+ )?(?:le )?(?:\w+ )?(\d{1,2})(?:er)? ([a-z]+)\.? (\d{4})\b", plain):
        numbers, month = words, _MONTHS.get(words[2][:4], _MONTHS.get(words[2][:3], 0))
        day, year = int(words[1]), int(words[3])
    else:
        return written
    hour = re.match(r"^(?:,? a)?,?\s*(\d{1,2})\s?[:h]\s?(\d\d)?", plain[numbers.end() :])
    clock = f" {int(hour[1]):02}:{hour[2] or '00'}" if hour else ""
    return f"{year:04}-{month:02}-{day:02}{clock}"


def _without_accents(words: str) -> str:
    decomposed = unicodedata.normalize("NFKD", words.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
