"""The views of the desk: a refusal of a service is an error of the form, and who saw a name is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail.admin.views import generic

from equipment.errors import EquipmentError
from maillage.privacy.access import record_access

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

ACCESS = "equipment.desk"


class RefusalMixin:
    """Shows what a service refuses beside the field it is about; nothing is written then."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Save, or draw the form again with the refusal."""
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except EquipmentError as refusal:
            field = getattr(refusal, "field", None)
            form.add_error(field if field in form.fields else None, str(refusal))
            self.produced_error_code, self.produced_error_message = "refused", str(refusal)
            return self.form_invalid(form)  # type: ignore[attr-defined]


class DeskCreateView(RefusalMixin, generic.CreateView):
    """A new row, written by its service."""


class DeskEditView(RefusalMixin, generic.EditView):
    """One row with the name of somebody."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it, and write down who saw the name."""
        response = super().get(request, *args, **kwargs)
        if getattr(self.object, "contact_name", ""):
            reference = f"{self.object._meta.model_name}-{self.object.pk}"
            record_access(request.user, what=ACCESS, reference=reference, rows=1)
        return response
