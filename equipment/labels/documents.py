"""The PDF of a run of labels, and the sheet that shows how far a printer is out."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from maillage.places.codes import spoken

from .drawing import PLAIN, Label, draw_label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from equipment.models import Component, Machine, Shelf

    from .sheets import Sheet

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
