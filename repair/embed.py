"""The block that other websites show: repair cafés and what they repaired. A page without script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.clickjacking import xframe_options_exempt

from maillage.places.models import Organization

from .in_short import next_cafes, totals_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LONGEST_SLUG = 200
# Any website may show this page, which loads nothing but its own style and sends nothing.
POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"


@method_decorator(xframe_options_exempt, name="dispatch")
class EmbedView(View):
    """`?structure=` names an organisation by its short name; without it, the whole network."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Draw the block."""
        organization = None
        slug = request.GET.get("structure", "").strip()
        if slug:
            if not slug.isprintable():  # PostgreSQL refuses to be asked for a NUL
                raise Http404
            organization = get_object_or_404(Organization.objects.public(), slug=slug[:LONGEST_SLUG])
        context = {
            "organization": organization,
            "dates": next_cafes(organization),
            "totals": totals_of(organization),
        }
        response = render(request, "repair/embed.html", context)
        response["Content-Security-Policy"] = POLICY
        return response
