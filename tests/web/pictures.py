"""Pictures as phones, scanners and attackers make them."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image, ImageCms, PngImagePlugin

LATITUDE = (47.0, 39.0, 5.76)
MAKER = "Fairphone"
# What stands in the bytes of a file that was not cleaned, whatever its format.
TOLD = (MAKER.encode(), b"47.6516", b"GPS")


def photo(name="JPEG", size=(60, 40), *, side=1, profile=True, **options) -> bytes:
    """A photo with its position, its camera, and the side that is up; red on the left, blue on the right."""
    picture = Image.new("RGB", size, "blue")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x010F] = MAKER
    if side != 1:
        exif[0x0112] = side
    exif.get_ifd(0x8825).update({1: "N", 2: LATITUDE})
    if name == "PNG":
        options["pnginfo"] = told = PngImagePlugin.PngInfo()
        told.add_text("Comment", f"GPS 47.6516 {MAKER}")
    if name in ("JPEG", "WEBP"):
        options["xmp"] = f"<x:xmpmeta>GPS 47.6516 {MAKER}</x:xmpmeta>".encode()
    if name == "JPEG":
        options["comment"] = MAKER.encode()
    if profile:
        options["icc_profile"] = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    file = io.BytesIO()
    picture.save(file, name, exif=exif, **options)
    return file.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG of one colour: a few bytes of file for as many points as one likes."""
    rows = zlib.compressobj(9)
    row = b"\0" + b"\0" * (width * 3)
    data = b"".join([*(rows.compress(row) for _row in range(height)), rows.flush()])
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", data), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


def announced(width: int, height: int) -> bytes:
    """The beginning of a PNG that says how large it is, and holds nothing."""
    return bomb(1, 1)[:16] + struct.pack(">II", width, height) + bomb(1, 1)[24:29] + _crc(width, height)


def _crc(width: int, height: int) -> bytes:
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return struct.pack(">I", zlib.crc32(head)) + bomb(1, 1)[33:]


def jpeg_announced(width: int, height: int, **options) -> bytes:
    """A small JPEG whose frame says that it is `width` × `height`."""
    small = io.BytesIO()
    Image.new("RGB", (8, 8)).save(small, "JPEG", **options)
    content = small.getvalue()
    at = content.index(b"\xff\xc2" if options.get("progressive") else b"\xff\xc0") + 5
    return content[:at] + struct.pack(">HH", height, width) + content[at + 4 :]
