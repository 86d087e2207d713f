"""One way to read a picture that somebody sends: bounded, one at a time, and never twice as large as needed.

The points of a picture, not its bytes, are what it costs: 186 kB of PNG may hold 49 million. A JPEG is
made smaller while it is decoded (a phone takes up to 50 million points, a page shows one); other formats
are decoded whole, so they may hold fewer.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from .turns import Busy, one_at_a_time

if TYPE_CHECKING:
    from collections.abc import Collection

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
