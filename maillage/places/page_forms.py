"""The edit form of a page that an organisation leads, at a place."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from wagtail.admin.forms import WagtailAdminPageForm

from .models import Organization, Place


class OrganizerPageForm(WagtailAdminPageForm):
    """Lets editors organise in the name of their own organisations, in places that they may choose."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.for_user is None:
            return
        if "organization" in self.fields:
            self._offer_own_organizations()
        if "place" in self.fields:
            usual = Place.objects.filter(pk=self.instance.place_id)
            self.fields["place"].queryset = Place.objects.choosable_by(self.for_user) | usual

    def _offer_own_organizations(self) -> None:
        own = Organization.objects.for_user(self.for_user)
        # By keys: joined to the members of its group, the lead would come once for each of them.
        offered = Q(pk__in=own.values("pk")) | Q(pk=self.instance.organization_id)
        self.fields["organization"].queryset = Organization.objects.filter(offered)
        if self.instance.organization_id is None:
            self.initial["organization"] = self._likely_organization(own)

    def _likely_organization(self, own: Any) -> int | None:
        """The organisation whose section the page is made in, else the editor's only one."""
        section = getattr(getattr(self.parent_page, "specific_deferred", None), "organization_id", None)
        if section and own.filter(pk=section).exists():
            return int(section)
        keys = list(own.values_list("pk", flat=True)[:2])
        return keys[0] if len(keys) == 1 else None
