"""What the papers share: whose they are, who opened them, how they are printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import DetailView

from equipment.transitions import Role
from maillage.places.scoped_views import OrganizationAdminViewMixin
from maillage.privacy.access import record_access

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from equipment.models.keeping import KeptContact

ACCESS = "equipment.papers"


@method_decorator(never_cache, name="dispatch")
class Paper(OrganizationAdminViewMixin, DetailView):
    """One paper, for the people of the workshop: 404 for another organisation's."""

    permission_required = Role.MEMBER.value

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Draw it from the rows as they are now, and write down who saw a name."""
        self.object = self.get_object()
        person = self.get_person()
        if person is not None and person.contact_name:
            reference = f"{self.object._meta.model_name}-{self.object.pk}"
            record_access(request.user, what=ACCESS, reference=reference, rows=1)
        return self.render_to_response(self.get_context_data(object=self.object, person=person))

    def get_person(self) -> KeptContact | None:
        """Return the row that names somebody on this paper, if one does."""
        return None
