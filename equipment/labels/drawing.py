"""One sticker drawn, and the PDF of a run of them."""

from __future__ import annotations

import io
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from maillage.places.codes import spoken

if TYPE_CHECKING:
    from collections.abc import Iterable

    from equipment.labels.sheets import Sheet
    from equipment.models import Component, Machine, Shelf

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


RULER = 100
LONG_TICK, SHORT_TICK = 5.0, 2.5


def machine_label(machine: Machine) -> Label:
    """Return the label of a machine: the address of its card, its tag, its kind."""
    return Label(
        _absolute(reverse("equipment_workshop:machine", args=[machine.tag])),
        machine.spoken_tag,
        machine.get_kind_display(),
    )


def part_label(part: Component) -> Label:
    """Return the label of a part of `parts_of()`: its number, which never changes, and where it came from."""
    return Label(
        _absolute(reverse("equipment_workshop:part", args=[part.pk])),
        f"{part.get_kind_display()} {part.pk}",
        spoken(part.last_tag),  # type: ignore[attr-defined]
    )


def shelf_label(shelf: Shelf) -> Label:
    """Return the label of a shelf: the address that opens a round, its name, its place."""
    return Label(
        _absolute(reverse("equipment_workshop:shelf", args=[shelf.code])), shelf.name, str(shelf.place)
    )


def labels_pdf(
    labels: Iterable[Label],
    sheet: Sheet,
    *,
    start: int = 1,
    offset_x: float = 0.0,
    offset_y: float = 0.0,
) -> bytes:
    """Return the PDF of `labels` on `sheet` from the cell `start`.

    The offsets are in mm, to the right and downwards: what the printer is out by.
    """
    canvas, file = _canvas(sheet, _("Labels"))
    here = 0
    for label, (page, x, y) in zip(labels, sheet.cells(start), strict=False):
        for _turn in range(page - here):
            canvas.showPage()
        here = page
        draw_label(canvas, label, sheet, x + offset_x, y + offset_y)
    canvas.save()
    return file.getvalue()


def trial_pdf(sheet: Sheet, *, offset_x: float = 0.0, offset_y: float = 0.0) -> bytes:
    """Return one page with the outline of every cell and two rulers, to be laid over a sheet of stickers."""
    canvas, file = _canvas(sheet, _("Test sheet"))
    canvas.setLineWidth(0.2)
    for _number, (_page, x, y) in zip(range(sheet.per_page), sheet.cells(), strict=False):
        bottom = sheet.page_height - y - offset_y - sheet.height
        canvas.rect((x + offset_x) * mm, bottom * mm, sheet.width * mm, sheet.height * mm, stroke=1, fill=0)
    _draw_rulers(canvas, sheet)
    canvas.setFont(PLAIN, 7)
    words = _("Print at 100 %. 0 to 100 measure 10 cm. Hold it with a sheet of stickers against the light.")
    canvas.drawString((sheet.left + 12) * mm, (sheet.page_height - sheet.top - 12) * mm, words)
    canvas.save()
    return file.getvalue()


def _draw_rulers(canvas: Canvas, sheet: Sheet) -> None:
    """Draw ten centimetres along each axis, from a point inside what every printer reaches."""
    origin_x, origin_y = sheet.left + 8, sheet.page_height - sheet.top - 8
    longest = int(min(RULER, sheet.page_width - sheet.left - 10, origin_y - 2))
    canvas.setFont(PLAIN, 5)
    for tick in range(longest + 1):
        length = LONG_TICK if tick % 10 == 0 else SHORT_TICK
        canvas.line((origin_x + tick) * mm, origin_y * mm, (origin_x + tick) * mm, (origin_y + length) * mm)
        canvas.line(origin_x * mm, (origin_y - tick) * mm, (origin_x - length) * mm, (origin_y - tick) * mm)
        if tick % 10 == 0:
            canvas.drawString((origin_x + tick + 0.4) * mm, (origin_y + 3.2) * mm, str(tick))
            canvas.drawString((origin_x - 4.6) * mm, (origin_y - tick + 0.4) * mm, str(tick))


def _canvas(sheet: Sheet, title: str) -> tuple[Canvas, io.BytesIO]:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(sheet.page_width * mm, sheet.page_height * mm), pageCompression=1)
    canvas.setTitle(title)
    return canvas, file


def _absolute(path: str) -> str:
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}"
