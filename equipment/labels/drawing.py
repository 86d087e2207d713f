"""One sticker drawn: the QR code as vectors, the tag in large letters, what it is."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

import segno
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportlab.pdfgen.canvas import Canvas

    from .sheets import Sheet

# Below 18 mm, an old phone's camera loses the finer codes.
SMALLEST_CODE = 18.0
LARGEST_CODE = 26.0
EDGE = 1.6
# The light frame that a reader needs, in modules (ISO/IEC 18004, 6.3.8).
QUIET = 4
BOLD, PLAIN = "Helvetica-Bold", "Helvetica"
LARGEST_TAG, SMALLEST_TEXT = 26.0, 5.0


@dataclass(frozen=True)
class Label:
    """What a sticker says: the address in the code, the words in large letters, the words below."""

    address: str
    large: str
    small: str = ""


def code_size(sheet: Sheet) -> float:
    """Return the side of the code on this sheet in mm, its light frame left out."""
    return max(SMALLEST_CODE, min(LARGEST_CODE, sheet.height - 2 * EDGE))


def draw_label(canvas: Canvas, label: Label, sheet: Sheet, x: float, y: float) -> None:
    """Draw `label` in the cell whose top left corner is at (`x`, `y`) mm from the top of the page."""
    side = code_size(sheet)
    top = y + (sheet.height - side) / 2
    left = x + max(EDGE, (sheet.height - side) / 2)
    modules = draw_code(canvas, label.address, at=(left, sheet.page_height - top), side=side)
    words_left = left + side + QUIET * side / modules
    width = x + sheet.width - EDGE - words_left
    middle = sheet.page_height - y - sheet.height / 2
    _draw_words(canvas, label, at=(words_left, middle), width=width, height=sheet.height)


def draw_code(canvas: Canvas, address: str, *, at: tuple[float, float], side: float) -> int:
    """Draw the code of `address`, `side` mm wide, and return how many modules it has.

    `at` is its top left corner in mm, from the left and from the bottom of the page.
    """
    code = segno.make(address, error="m", micro=False)
    matrix = [list(row) for row in code.matrix]
    module = side / len(matrix)
    path = canvas.beginPath()
    for number, row in enumerate(matrix):
        bottom = at[1] - (number + 1) * module
        for start, length in _dark_runs(row):
            path.rect((at[0] + start * module) * mm, bottom * mm, length * module * mm, module * mm)
    canvas.drawPath(path, stroke=0, fill=1)
    return len(matrix)


def _dark_runs(row: list[int]) -> Iterable[tuple[int, int]]:
    """Yield where each run of dark modules begins and how long it is: no hairline between two of them."""
    for dark, run in groupby(enumerate(row), key=lambda pair: bool(pair[1])):
        places = [place for place, _value in run]
        if dark:
            yield places[0], len(places)


def _draw_words(
    canvas: Canvas, label: Label, *, at: tuple[float, float], width: float, height: float
) -> None:
    """Draw the large words, on two lines where it is narrow, then the small ones, around `at`."""
    lines = label.large.split(" ", 1) if width < height else [label.large]
    size = min(LARGEST_TAG, *(_fitting(line, BOLD, width) for line in lines))
    small = min(9.0, max(SMALLEST_TEXT, size * 0.45))
    tall = (len(lines) * size * 1.05 + small * 1.4) / mm
    baseline = at[1] + tall / 2
    for line in lines:
        baseline -= size * 0.95 / mm
        canvas.setFont(BOLD, size)
        canvas.drawString(at[0] * mm, baseline * mm, line)
    baseline -= small * 1.5 / mm
    canvas.setFont(PLAIN, small)
    canvas.drawString(at[0] * mm, baseline * mm, _cut(label.small, small, width))


def _fitting(text: str, font: str, width: float) -> float:
    """Return the size in points at which `text` is `width` mm wide."""
    return width * mm / max(stringWidth(text, font, 1), 0.1)


def _cut(text: str, size: float, width: float) -> str:
    """Return as much of `text` as `width` mm hold."""
    while text and stringWidth(text, PLAIN, size) > width * mm:
        text = text[:-1]
    return text
