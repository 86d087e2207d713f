"""What the screens of the bench share: whose sheet it is, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from maillage.places.permissions import get_scoped_object_or_404
from repair.models import IntakeSheet, RepairRecord

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

MAY_REPAIR = "repair.run_repair_day"


@method_decorator(never_cache, name="dispatch")
class BenchScreen(TemplateView):
    """A small page for those who run the day: 403 without that right."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask for the right before anything is read."""
        if not request.user.has_perm(MAY_REPAIR):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class SheetScreen(BenchScreen):
    """A screen about one sheet; another organisation's answers 404."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the sheet among those of the user's organisations."""
        rows = IntakeSheet.objects.select_related(
            "session__page", "session__place", "session__organization", "continues__session", "skill"
        )
        self.sheet = get_scoped_object_or_404(rows, request.user, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    @property
    def record(self) -> RepairRecord | None:
        """The record of the sheet, once something was noted."""
        return RepairRecord.objects.filter(sheet=self.sheet).first()

    def address(self, name: str = "sheet") -> str:
        """Return the address of a screen about this sheet."""
        return reverse(f"repair_bench:{name}", args=[self.sheet.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the sheet and its date."""
        return super().get_context_data(sheet=self.sheet, session=self.sheet.session, **kwargs)
