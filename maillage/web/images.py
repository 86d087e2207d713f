"""Pictures from anybody: refused before they are decoded, one at a time, kept without metadata."""

from __future__ import annotations

import contextlib
import io
import os
import re
import struct
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

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


try:
    import fcntl
except ImportError:  # a system without it has one process, and the threads below
    fcntl = None  # type: ignore[assignment]


# A picture takes half a second; a request that waits longer than this would be given up by a proxy.
PATIENCE = 20.0
LOOKS_EVERY = 0.05
_threads = threading.Lock()


class Busy(Exception):
    """The turn did not come in time."""


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold the only turn while the block runs; raises `Busy` when it does not come in `PATIENCE` seconds.

    The system lets go of it when a process dies, however it does.
    """
    ends = time.monotonic() + PATIENCE
    if not _threads.acquire(timeout=PATIENCE):
        raise Busy
    try:
        with _turn_among_processes(ends):
            yield
    finally:
        _threads.release()


@contextlib.contextmanager
def _turn_among_processes(ends: float) -> Iterator[None]:
    if fcntl is None:
        yield
        return
    # A link that somebody else laid there is not followed.
    lock = os.open(_path(), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        while not _taken(lock):
            if time.monotonic() > ends:
                raise Busy
            time.sleep(LOOKS_EVERY)
        yield
    finally:
        os.close(lock)


def _path() -> Path:
    return Path(tempfile.gettempdir()) / f"maillage-pictures-{os.getuid()}.lock"


def _taken(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


# 8 160 × 6 144 is what phones call 50 million.
MOST_JPEG_PIXELS = 52_000_000
# A screen of a phone is 5 million, a sheet of paper at 300 dots per inch 9, an iPhone's photo 12.
MOST_PIXELS = 16_000_000
# A progressive JPEG keeps every coefficient until its end, however small it is read: cameras make none.
PROGRESSIVE = ("progressive", "progression")
# A profile of colours is 500 bytes to 4 kB in a photo; a printer's, which says nothing more here, 2 MB.
LARGEST_PROFILE = 100_000
JPEG_MODES = ("L", "RGB")
CANNOT_READ = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
)


@dataclass(frozen=True)
class CleanPicture:
    """A picture drawn anew: what it shows, and nothing else of what its file held."""

    content: bytes
    width: int
    height: int


def clean_picture(
    source: BinaryIO | Any, *, formats: Collection[str], saved_as: str, longest_side: int, quality: int = 85
) -> CleanPicture:
    """Return the picture of `source` upright, at most `longest_side` points wide or high.

    `formats` are those that are read, `saved_as` the one that is written (by Pillow's names). What the
    camera noted (where, when, with which machine) is left out; the profile of its colours stays.

    Raises ValidationError for another kind of file, one that cannot be read, one of too many points, or
    when the pictures of others keep the server busy.
    """
    try:
        with one_at_a_time(), Image.open(source, formats=list(formats)) as picture:
            check_pixels(picture)
            return _drawn_anew(picture, saved_as, longest_side, quality)
    except Busy as busy:
        raise ValidationError(
            _("Many pictures are arriving at the same time. Wait a minute, then send yours again."),
            code="busy",
        ) from busy
    except Image.DecompressionBombError as error:
        raise too_many_points() from error
    except CANNOT_READ as error:
        raise ValidationError(
            _("This picture cannot be read. Choose another one, in JPEG or PNG."), code="unreadable"
        ) from error


def check_pixels(picture: Image.Image) -> None:
    """Refuse an opened picture of too many points, before any is decoded; raises ValidationError."""
    is_jpeg = picture.format in ("JPEG", "MPO")
    is_reduced = is_jpeg and not any(name in picture.info for name in PROGRESSIVE)
    if picture.width * picture.height > (MOST_JPEG_PIXELS if is_reduced else MOST_PIXELS):
        raise too_many_points()


def too_many_points() -> ValidationError:
    """Return the refusal that says how many points a picture may have."""
    message = _(
        "This picture is too large: %(most)d million points at most, %(most_jpeg)d million for a photo "
        "in JPEG as the camera made it. Choose a smaller one."
    )
    most = {"most": MOST_PIXELS // 1_000_000, "most_jpeg": MOST_JPEG_PIXELS // 1_000_000}
    return ValidationError(message % most, code="pixels")


def _drawn_anew(picture: Image.Image, saved_as: str, longest_side: int, quality: int) -> CleanPicture:
    profile, was = picture.info.get("icc_profile"), picture.mode
    # Only a JPEG knows how: it is decoded at a half, a quarter or an eighth, not below what is asked for.
    part = min(1.0, longest_side / max(picture.size))
    picture.draft(None, (int(picture.width * part), int(picture.height * part)))
    picture.thumbnail((longest_side, longest_side), reducing_gap=2.0)
    ImageOps.exif_transpose(picture, in_place=True)
    upright = _in_colours(picture, saved_as)
    # Copied into an empty picture: the one that was opened carries what was noted in it.
    bare = Image.new(upright.mode, upright.size)
    bare.paste(upright)
    keeps_profile = profile and len(profile) <= LARGEST_PROFILE and was != "CMYK"
    kept = io.BytesIO()
    bare.save(kept, saved_as, quality=quality, **({"icc_profile": profile} if keeps_profile else {}))
    return CleanPicture(kept.getvalue(), *bare.size)


def _in_colours(picture: Image.Image, saved_as: str) -> Image.Image:
    if saved_as == "JPEG":
        return picture if picture.mode in JPEG_MODES else picture.convert("RGB")
    return picture.convert("RGBA") if picture.mode == "P" else picture
