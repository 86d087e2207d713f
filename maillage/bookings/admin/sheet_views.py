"""The attendance sheet: one A4 page or more, to sign by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import segno
from django.utils.safestring import mark_safe

from maillage.privacy.access import record_access

from ..services.attendance import registered_on
from .day_screen import DayScreen

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

# Lines left blank for those who just come.
BLANK_LINES = 5


class SheetView(DayScreen):
    """Who is registered, with room to sign; its QR code opens the list on a phone."""

    template_name = "bookings/admin/sheet.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the sheet, and write down who saw it."""
        rows = list(registered_on(self.session))
        record_access(request.user, what="bookings.sheet", reference=self.session.public_id, rows=len(rows))
        return self.render_to_response(self.get_context_data(rows=rows, **kwargs))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the columns that this date needs, and the code."""
        check_in = self.request.build_absolute_uri(self.address("bookings_check_in"))
        return super().get_context_data(
            blank_lines=range(BLANK_LINES),
            asks_photo=getattr(self.session.page.specific, "asks_photo", False),
            has_hours=self.session.slot_minutes is not None,
            check_in_url=self.address("bookings_check_in"),
            qr=qr_code(check_in),
            **kwargs,
        )


def qr_code(address: str) -> str:
    """Return an SVG image, safe in HTML, that a phone's camera reads as `address`."""
    drawing = segno.make(address, error="m").svg_inline(scale=3, border=2, svgclass="qr", omitsize=True)
    # Drawn by the library from dots: nothing of the address is in it as text.
    return mark_safe(drawing)  # noqa: S308
