"""What a camera or a program noted in the file of a picture, taken out without touching a point of it.

The parts of the file that draw are kept byte for byte, so that nothing is lost and nothing is decoded. Of
the rest stay the profile of colours and, in a JPEG, which side is up. What follows the end of the picture
(a second picture, a short film with its own position) goes.

ISO 10918-1, annex B (JPEG); PNG, third edition, 11.3; the container of WebP (RIFF).
"""

from __future__ import annotations

import io
import re
import struct
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Iterator

JPEG, PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
PROFILE, JFIF, ADOBE = b"ICC_PROFILE\0", b"JFIF\0", b"Adobe"
ORIENTATION = 0x0112
UPRIGHT = 1
# The end of a scan: a marker that is neither a stuffed byte, a restart nor a byte of filling.
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_SOS, _EOI, _COM = 0xDA, 0xD9, 0xFE
_APP = range(0xE0, 0xF0)
# Of a PNG: what people and programs wrote, when, and the EXIF.
_TOLD_BY_PNG = (b"tEXt", b"zTXt", b"iTXt", b"tIME", b"eXIf")
_TOLD_BY_WEBP = (b"EXIF", b"XMP ")
_WEBP_FLAGS_TOLD = 0x08 | 0x04


class UnreadablePicture(ValueError):
    """The file begins like a picture and does not go on like one."""


def without_metadata(content: bytes) -> bytes | None:
    """Return a JPEG, PNG or WebP without what was noted in it; None for any other file.

    The same bytes come back when there is nothing to take out. Raises UnreadablePicture.
    """
    try:
        if content.startswith(JPEG):
            return b"".join(_jpeg(content))
        if content.startswith(PNG):
            return b"".join(_png(content))
        if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
            return _webp(content)
    except (IndexError, struct.error) as error:
        raise UnreadablePicture from error
    return None


def _jpeg(content: bytes) -> Iterator[bytes]:
    yield content[:2]
    at, side_is_said = 2, False
    while True:
        if content[at] != 0xFF:  # noqa: PLR2004 - every marker begins with it
            raise UnreadablePicture
        marker = content[at + 1]
        if marker == 0xFF:  # noqa: PLR2004 - filling
            at += 1
            continue
        if marker == _EOI:
            yield content[at : at + 2]
            return
        (length,) = struct.unpack(">H", content[at + 2 : at + 4])
        segment = content[at : at + 2 + length]
        if len(segment) != 2 + length:
            raise UnreadablePicture
        at += len(segment)
        if marker == 0xE1 and not side_is_said:  # noqa: PLR2004 - APP1: EXIF, or XMP
            side = _side_up(segment)
            side_is_said = side is not None
            yield side or b""
        elif _is_kept(marker, segment):
            yield segment
        if marker == _SOS:
            scan = _NEXT_MARKER.search(content, at)
            if scan is None:
                # Cut short: what is there can be seen.
                yield content[at:]
                return
            yield content[at : scan.start()]
            at = scan.start()


def _is_kept(marker: int, segment: bytes) -> bool:
    if marker == _COM:
        return False
    return marker not in _APP or segment[4:].startswith((PROFILE, JFIF, ADOBE))


def _side_up(segment: bytes) -> bytes | None:
    """Return an EXIF that says only which side is up; None when that needs no saying."""
    if not segment[4:].startswith(b"Exif\0\0"):
        return None
    exif = Image.Exif()
    try:
        exif.load(segment[4:])
        side = exif.get(ORIENTATION, UPRIGHT)
    except (SyntaxError, ValueError, OSError, KeyError, TypeError, struct.error):
        return None
    if side not in range(UPRIGHT + 1, 9):
        return None
    said = Image.Exif()
    said[ORIENTATION] = side
    body = said.tobytes()
    body = body if body.startswith(b"Exif\0\0") else b"Exif\0\0" + body
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _png(content: bytes) -> Iterator[bytes]:
    yield PNG
    at = len(PNG)
    while at < len(content):
        length, kind = struct.unpack(">I4s", content[at : at + 8])
        chunk = content[at : at + 12 + length]
        at += 12 + length
        if kind not in _TOLD_BY_PNG:
            yield chunk
        if kind == b"IEND":
            return


def _webp(content: bytes) -> bytes:
    (length,) = struct.unpack("<I", content[4:8])
    read = io.BytesIO(content[12 : 8 + length])
    kept = []
    while len(head := read.read(8)) == 8:  # noqa: PLR2004 - a name and a length
        kind, size = struct.unpack("<4sI", head)
        body = read.read(size + size % 2)
        if kind == b"VP8X":
            body = bytes([body[0] & ~_WEBP_FLAGS_TOLD]) + body[1:]
        if kind not in _TOLD_BY_WEBP:
            kept.append(head + body)
    chunks = b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(chunks) + 4) + b"WEBP" + chunks
