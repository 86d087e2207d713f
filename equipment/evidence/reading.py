"""A file read within bounds: so many bytes at most, its SHA-256 on the way, letters in any usual encoding."""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from equipment.conf import get_conf
from equipment.evidence.findings import EvidenceRefused

CHUNK = 64 * 1024
# The longer marks first: that of UTF-32 begins as that of UTF-16.
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What a screen or a serial line leaves in a text; tabs and ends of lines stay.
CONTROLS = dict.fromkeys({*range(32), 127} - {9, 10, 13})


@dataclass(frozen=True)
class RawFile:
    """The bytes of a file, and what they add up to."""

    data: bytes
    sha256: str

    @property
    def size(self) -> int:
        """How many bytes."""
        return len(self.data)


def read_path(path: Path) -> RawFile:
    """Return the file at `path`; raises EvidenceRefused: missing, no file, closed to us, too large."""
    try:
        if path.is_dir():
            raise EvidenceRefused(_("This is a folder. Give the files that it holds."))
        if not path.exists():
            raise EvidenceRefused(_("There is no such file. Look at its name and its folder."))
        if not path.is_file():
            raise EvidenceRefused(_("This is not a file that can be read."))
        if path.stat().st_size > get_conf()["LARGEST_EVIDENCE"]:
            raise too_large()
        with path.open("rb") as stream:
            return read_stream(stream)
    except (OSError, ValueError) as error:
        raise EvidenceRefused(_("This file cannot be opened. Look at who may read it.")) from error


def read_stream(stream: BinaryIO) -> RawFile:
    """Return what `stream` holds; raises EvidenceRefused as soon as it is too long, or when it is empty."""
    largest, size = get_conf()["LARGEST_EVIDENCE"], 0
    digest, chunks = hashlib.sha256(), []
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > largest:
            raise too_large()
        digest.update(chunk)
        chunks.append(chunk)
    if not size:
        raise EvidenceRefused(_("This file is empty. Make it again."))
    return RawFile(b"".join(chunks), digest.hexdigest())


def too_large() -> EvidenceRefused:
    """Return the refusal of a file beyond the setting `LARGEST_EVIDENCE`."""
    message = _("This file is too large: %(size)s at most. Inventories and logs are much smaller.")
    return EvidenceRefused(message % {"size": filesizeformat(get_conf()["LARGEST_EVIDENCE"])})


def text_of(data: bytes) -> str:
    """Return the text of `data`, without control characters.

    UTF-8, UTF-16 or UTF-32 by their mark, UTF-16 without one (what PowerShell writes), else UTF-8, else
    Western European. Raises EvidenceRefused when a mark announces letters that are not there.
    """
    encodings = [encoding for mark, encoding in MARKS if data.startswith(mark)][:1] or _guesses(data)
    for encoding in encodings:
        try:
            return data.decode(encoding).translate(CONTROLS)
        except UnicodeDecodeError:
            continue
    raise EvidenceRefused(_("The letters of this file cannot be read: it is damaged. Make it again."))


def _guesses(data: bytes) -> list[str]:
    if data[1:2] == b"\0":
        return ["utf-16-le", "latin-1"]
    if data[:1] == b"\0":
        return ["utf-16-be", "latin-1"]
    # What a French spreadsheet writes: as Latin-1, and with the typographic apostrophe.
    return ["utf-8", "cp1252", "latin-1"]
