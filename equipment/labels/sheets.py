"""Sheets of stickers as the shops sell them; every length is in millimetres."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.utils.functional import _StrPromise as StrPromise


@dataclass(frozen=True)
class Sheet:
    """A page and its cells. `pitch_*` is from the edge of a cell to the same edge of the next one."""

    key: str
    label: StrPromise
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    pitch_x: float
    pitch_y: float
    page_width: float = 210.0
    page_height: float = 297.0

    @property
    def per_page(self) -> int:
        """How many stickers a page holds."""
        return self.columns * self.rows

    def cells(self, start: int = 1) -> Iterator[tuple[int, float, float]]:
        """Yield (page, x, y) for ever: pages from 0, the top left corner of each cell, from the top.

        `start` is the first cell that is free, from 1, counted along the rows.
        """
        number = start - 1
        while True:
            page, cell = divmod(number, self.per_page)
            row, column = divmod(cell, self.columns)
            yield page, self.left + column * self.pitch_x, self.top + row * self.pitch_y
            number += 1


SHEETS: dict[str, Sheet] = {
    sheet.key: sheet
    for sheet in (
        Sheet("a4-24", _("A4, 24 labels of 70 × 37 mm"), 3, 8, 70, 37, 0, 0.5, 70, 37),
        Sheet("a4-21", _("A4, 21 labels of 63.5 × 38.1 mm"), 3, 7, 63.5, 38.1, 7.25, 15.15, 66, 38.1),
        Sheet("a4-40", _("A4, 40 labels of 48.5 × 25.4 mm"), 4, 10, 48.5, 25.4, 8, 21.5, 48.5, 25.4),
        Sheet("a4-65", _("A4, 65 labels of 38.1 × 21.2 mm"), 5, 13, 38.1, 21.2, 4.65, 10.7, 40.65, 21.2),
        Sheet(
            "roll-62",
            _("Roll, one label of 62 × 29 mm"),
            1,
            1,
            62,
            29,
            0,
            0,
            62,
            29,
            page_width=62,
            page_height=29,
        ),
    )
}
