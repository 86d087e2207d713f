"""PDF files, read by a process of their own: bounded in bytes, in pages, in memory and in time.

Neither the web process nor the worker opens a PDF: whoever imports one waits for that process, a few seconds
at most, and what it could not read is refused. A site without a worker is as safe as one that has it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from equipment.evidence import pdf_words
from equipment.evidence.findings import EvidenceRefused

if TYPE_CHECKING:
    from equipment.evidence.reading import RawFile

MARK = b"%PDF-"
LARGEST = 4 * 1024 * 1024
# A certificate takes half a second. The patience is for a machine that is busy elsewhere.
SECONDS, PATIENCE = 3, 15


@dataclass(frozen=True)
class Word:
    """A text as it is drawn on a page, and where: `y` goes up the page."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Document:
    """The pages of a certificate, word by word; of any other PDF, only how it begins."""

    pages: tuple[tuple[Word, ...], ...] = ()
    head: str = ""


def is_pdf(data: bytes) -> bool:
    """Tell whether a file says that it is a PDF."""
    return MARK in data[:1024]


def open_pdf(file: RawFile) -> Document:
    """Return what the PDF says; raises EvidenceRefused: too large, locked, damaged, too heavy."""
    if file.size > LARGEST:
        message = _("This PDF is too large: %(size)s at most. A certificate of nwipe is much smaller.")
        raise EvidenceRefused(message % {"size": filesizeformat(LARGEST)}, code="incomplete")
    said = json.loads(_said_by_the_process(file) or '{"problem": ""}')
    if "problem" in said:
        raise EvidenceRefused(_why_not(said["problem"]), code="incomplete")
    pages = tuple(tuple(Word(x, y, text) for x, y, text in words) for words in said["pages"])
    return Document(pages=pages, head=said.get("head", ""))


# A look and its import read a file several times.
@lru_cache(maxsize=16)
def _said_by_the_process(file: RawFile) -> str:
    # Isolated, and without the site's environment: what reads a stranger's file knows no password.
    command = [sys.executable, "-I", str(Path(pdf_words.__file__)), str(SECONDS)]
    try:
        done = subprocess.run(  # noqa: S603
            command, input=file.data, capture_output=True, timeout=PATIENCE, env={}, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        # The machine is busy, and the file perhaps innocent: the next time may do.
        raise EvidenceRefused(_why_not(""), code="incomplete") from error
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""


def _why_not(problem: str) -> str:
    if problem == pdf_words.LOCKED:
        return _("This PDF is locked by a password. Save it without one.")
    if problem == pdf_words.TOO_LONG:
        return _("This PDF has too many pages for a certificate of erasure.")
    return _(
        "This PDF cannot be read here: it is damaged, or too heavy. Import the log of the erasure instead, or"
        " type its certificate on the machine’s card."
    )
