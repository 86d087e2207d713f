"""The page of whoever brought an object: its turn in the queue. The ticket holds its address as a QR code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from django.views.generic import TemplateView

from repair.models import IntakeSheet, SheetState

if TYPE_CHECKING:
    from django.http import HttpRequest


@method_decorator(cache_control(no_cache=True, private=True), name="dispatch")
class ItemView(TemplateView):
    """The whole page. It names the object and nobody."""

    template_name = "repair/item.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the sheet by the code that its ticket holds."""
        super().setup(request, *args, **kwargs)
        sheets = IntakeSheet.objects.select_related("session__page", "skill")
        self.sheet = get_object_or_404(sheets, public_id=kwargs["public_id"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the object and how many come before it."""
        ahead = 0
        if self.sheet.state == SheetState.WAITING:
            ahead = IntakeSheet.objects.before(self.sheet).count()
        return super().get_context_data(sheet=self.sheet, ahead=ahead, **kwargs)

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> Any:
        """Keep the page out of the search engines."""
        response = super().render_to_response(context, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        return response


class ItemTurnView(ItemView):
    """The part of the page that changes."""

    template_name = "repair/_turn.html"
