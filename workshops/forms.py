"""The edit form of a workshop."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from maillage.places.page_forms import OrganizerPageForm


class WorkshopPageForm(OrganizerPageForm):
    """An organisation leads, others help."""

    def clean(self) -> dict[str, Any]:
        """Refuse the lead organisation among those that help."""
        cleaned = super().clean()
        lead = cleaned.get("organization")
        if lead is not None and lead in (cleaned.get("co_organizers") or []):
            self.add_error(
                "co_organizers",
                _("Untick %(name)s: it is already the one that organises.") % {"name": lead.name},
            )
        return cleaned
