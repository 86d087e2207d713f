"""Which format a file has, by what is in it: its name says nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from equipment.evidence import (
    certificates,
    foreign,
    glpi,
    lshw,
    nvme_log,
    nwipe,
    nwipe_certificate,
    pdf,
    workbench,
)
from equipment.evidence.findings import EvidenceRefused, Finding
from equipment.evidence.lists_of_disks import (
    is_lsblk,
    is_nvme_list,
    is_smartctl,
    read_lsblk,
    read_nvme_list,
    read_smartctl,
)
from equipment.evidence.lshw import read_xml
from equipment.evidence.mending import COMMAS_SET_RIGHT, LONGEST_MENDED, tidied, with_commas
from equipment.evidence.reading import RawFile, text_of
from equipment.evidence.snapshot import Snapshot
from equipment.models import Gap

DAMAGED = "damaged"
_SIDE_BY_SIDE = re.compile(r"\}\s*,?\s*\{")

# Formats of inventories in JSON: what tells one, and what reads it.
READERS: tuple[tuple[Callable[[Any], bool], Callable[[Any], Snapshot]], ...] = (
    (workbench.is_workbench, workbench.read),
    (glpi.is_glpi, glpi.read),
    (lshw.is_lshw, lshw.read),
    (is_lsblk, read_lsblk),
    (is_nvme_list, read_nvme_list),
    (is_smartctl, read_smartctl),
)


@contextmanager
def shape_is_foreseen() -> Iterator[None]:
    """Refuse a file that has a known name for its parts, and parts of a kind that no reader foresaw."""
    try:
        yield
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise EvidenceRefused(
            _("This file is not written as its format should be. Make it again.")
        ) from error


@shape_is_foreseen()
def read_inventory(file: RawFile) -> Snapshot:
    """Return the machine that the file tells of; raises EvidenceRefused, with what to do, for others."""
    text = text_of(file.data)
    if nwipe.is_nwipe(text):
        raise EvidenceRefused(_("This is a log of nwipe. Import it as an erasure."))
    found = tidied(text)
    start, notes = found.text[:1], found.notes
    if start == "<":
        snapshot = read_xml(found.text)
    elif start in {"{", "["}:
        document, mended = _document_and_notes(found.text)
        snapshot, notes = _from_document(document), (*notes, *mended)
    else:
        raise EvidenceRefused(
            _(
                "This file is no inventory that is known here: lshw (JSON or XML), GLPI (JSON), Workbench, "
                "lsblk, nvme or smartctl (JSON)."
            )
        )
    partial = (Gap.PARTIAL,) if found.partial and Gap.PARTIAL not in snapshot.gaps else ()
    return replace(snapshot, notes=(*notes, *snapshot.notes), gaps=(*snapshot.gaps, *partial))


def _from_document(document: Any) -> Snapshot:
    reader = next((read for is_its, read in READERS if is_its(document)), None)
    if reader is not None:
        return reader(document)
    if certificates.from_document(document):
        raise EvidenceRefused(_("This is a certificate of erasure. Import it as an erasure."))
    raise EvidenceRefused(
        _("This JSON is no inventory that is known here: lshw, GLPI, Workbench, lsblk, nvme or smartctl.")
    )


@shape_is_foreseen()
def read_erasure(file: RawFile) -> list[Finding]:
    """Return what the file says of each disk; raises EvidenceRefused, with what to do, for any other file."""
    if pdf.is_pdf(file.data):
        return _from_pdf(file)
    text = text_of(file.data)
    if nwipe.is_nwipe(text):
        return nwipe.read(text)
    if nvme_log.is_text(text):
        return nvme_log.read_text(text)
    if text.lstrip()[:1] in {"{", "["}:
        document = document_of(text)
        if nvme_log.is_document(document):
            return nvme_log.read_document(document)
        rows = certificates.from_document(document)
        if not rows and any(is_its(document) for is_its, _read in READERS):
            raise EvidenceRefused(_("This is an inventory. Import it as an inventory."))
    else:
        rows = certificates.from_text(text)
    # A typed certificate names its tool; the report of a tool that is not read has no such column.
    if not any(row.get("tool") for row in rows):
        foreign.refuse_by_name(text)
    if not rows:
        raise EvidenceRefused(
            _("This is neither a log of nwipe nor a certificate (serial, tool, method, date, by, result).")
        )
    return certificates.read(rows)


def _from_pdf(file: RawFile) -> list[Finding]:
    document = pdf.open_pdf(file)
    if nwipe_certificate.is_certificate(document):
        return nwipe_certificate.read(document)
    foreign.refuse_by_name(document.head)
    raise EvidenceRefused(
        _(
            "This PDF is no certificate of nwipe, the only one that is read here. Type the certificate on the"
            " machine’s card, and add this file."
        ),
        code="incomplete",
    )


def document_of(text: str) -> Any:
    """Return the JSON in `text`; raises EvidenceRefused when it is cut, damaged or nested without end.

    Objects side by side, as old versions of lshw print them, are taken as a list.
    """
    try:
        return _parsed(text)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and _SIDE_BY_SIDE.search(text):
            try:
                return _parsed("[" + re.sub(r"\}\s*\{", "},{", text.strip().rstrip(",")) + "]")
            except (ValueError, RecursionError):
                pass
        message = _("This JSON is cut or damaged, at line %(line)d. Make the file again.")
        raise EvidenceRefused(message % {"line": error.lineno}, code=DAMAGED) from error
    except RecursionError as error:
        raise EvidenceRefused(_("This JSON is nested without end: it is no inventory.")) from error
    except ValueError as error:
        raise EvidenceRefused(
            _("This JSON holds a number that no computer has. Make the file again.")
        ) from error


def _document_and_notes(text: str) -> tuple[Any, tuple[str, ...]]:
    """Return the JSON in `text`, and what had to be mended in it; raises as `document_of()`."""
    try:
        return document_of(text), ()
    except EvidenceRefused as refusal:
        if refusal.code != DAMAGED or len(text) > LONGEST_MENDED:
            raise
        try:
            document = document_of(with_commas(text))
        except EvidenceRefused:
            raise refusal from None
    return document, (str(COMMAS_SET_RIGHT),)


def _parsed(text: str) -> Any:
    return json.loads(text, strict=False)
