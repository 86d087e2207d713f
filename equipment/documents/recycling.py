"""The recycling slip: as a document, as a table, and as the eco-organisation made it."""

from __future__ import annotations

import csv
import io
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django.http import FileResponse, Http404, HttpResponse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from equipment.documents.views import DocumentView
from equipment.models import RecyclingSlip
from equipment.services.exits import counted_on, machines_on

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

# What `clean_file()` has drawn anew: safe to be shown.
PICTURES = {".jpg": "image/jpeg", ".png": "image/png"}
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


class RecyclingSlipView(DocumentView):
    """What an eco-organisation took away, by tag and serial number."""

    model = RecyclingSlip
    template_name = "equipment/papers/recycling.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the machines and what was counted or weighed."""
        slip = self.object
        return super().get_context_data(
            slip=slip,
            machines=machines_on(slip),
            counted=counted_on(slip),
            is_picture=PurePath(slip.file.name or "").suffix in PICTURES,
            **kwargs,
        )


class RecyclingScanView(DocumentView):
    """The slip as the eco-organisation made it: a picture is shown, a PDF is saved."""

    model = RecyclingSlip

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send the file; a PDF, which may hold orders, is never opened inside the site."""
        slip = self.get_object()
        if not slip.file:
            raise Http404
        try:
            content = slip.file.open()
        except FileNotFoundError as error:
            raise Http404 from error
        ending = PurePath(slip.file.name).suffix
        response = FileResponse(
            content, as_attachment=ending not in PICTURES, filename=f"bordereau-{slip.pk}{ending}"
        )
        response["Content-Type"] = PICTURES.get(ending, "application/octet-stream")
        response["X-Content-Type-Options"] = "nosniff"
        return response


class RecyclingFileView(RecyclingSlipView):
    """The same as a table."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return CSV in UTF-8, a machine or a kind of counted objects on each line."""
        slip = self.object = self.get_object()
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(
            [pgettext("a machine", "Tag"), _("What"), _("Serial numbers"), _("How many"), _("Weight (kg)")]
        )
        for machine in machines_on(slip):
            serials = " ".join(serial.value for serial in machine.serials.all())
            cells = [machine.tag, machine.name, serials, "1", _kilograms(machine.weight_grams)]
            writer.writerow([_harmless(cell) for cell in cells])
        for each in counted_on(slip):
            writer.writerow(["", each.label, "", each.quantity or "", _kilograms(each.grams)])
        name = f"bordereau-{slip.pk}.csv"
        return HttpResponse(
            "\ufeff" + text.getvalue(),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


def _kilograms(grams: int | None) -> str:
    return number_format(grams / 1000, decimal_pos=3) if grams else ""


def _harmless(cell: str) -> str:
    """Return `cell` so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell.startswith(DANGEROUS) else cell
