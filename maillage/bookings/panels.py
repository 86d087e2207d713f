"""What a page type with dates adds to its edit form: `DatesPanel()`."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from .models import Session


class DatesPanel(Panel):
    """The next date of the page and the way to all of them; it edits nothing itself."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": _("Dates"), "icon": "calendar-alt", **kwargs})

    class BoundPanel(Panel.BoundPanel):
        """The panel of one page."""

        template_name = "bookings/admin/dates_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the dates to come; a page that is not saved has none."""
            coming = []
            if self.instance.pk:
                coming = list(Session.objects.filter(page=self.instance.pk).scheduled().upcoming())
            return {
                **super().get_context_data(parent_context),
                "page": self.instance,
                "coming_count": len(coming),
                "next_date": coming[0] if coming else None,
            }
