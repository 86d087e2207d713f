"""The block that another site shows, and the line that its editor pastes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from maillage.places.models import Organization
from repair.statistics import next_cafes, totals_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

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


class EmbedCodeView(WagtailAdminTemplateMixin, TemplateView):
    """What somebody copies into their website, with the block as it looks."""

    template_name = "repair/admin/embed_code.html"
    page_title = gettext_lazy("Block for another website")
    header_icon = "code"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in those who keep repairs."""
        if not request.user.has_perm("repair.view_repairrecord"):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Say where we are."""
        return [*self.breadcrumbs_items, {"url": self.request.path, "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the code of the whole network, and that of each organisation of the user that is public."""
        own = Organization.objects.for_user(self.request.user)
        shown = Organization.objects.public().filter(pk__in=own.values("pk")).order_by("name")
        blocks = [self._block(one.name, {"structure": one.slug}) for one in shown]
        return super().get_context_data(blocks=[*blocks, self._block(_("The whole network"), {})], **kwargs)

    def _block(self, name: str, asked: dict[str, str]) -> dict[str, str]:
        path = reverse("repair:embed") + (f"?{urlencode(asked)}" if asked else "")
        code = format_html(
            '<iframe src="{}" title="{}" width="100%" height="480" loading="lazy"></iframe>',
            self.request.build_absolute_uri(path),
            _("Repair cafés"),
        )
        return {"name": name, "code": str(code), "path": path}
