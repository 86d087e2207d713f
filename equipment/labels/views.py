"""The screen that prints labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from equipment.workshop.access import MAY_WORK

from .documents import labels_pdf, trial_pdf
from .forms import LabelsForm

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

# The form as it was sent last: a workshop prints on the same sheets, with the same printer.
KEPT = "equipment_labels"
REMEMBERED = ("sheet", "offset_x", "offset_y")


@method_decorator(require_admin_access, name="dispatch")
class LabelsView(WagtailAdminTemplateMixin, FormView):
    """« Étiquettes »: GET may name a lot (`lot`), machines (`tags`) or parts (`disks`)."""

    template_name = "equipment/labels/labels.html"
    page_title = _("Labels")
    header_icon = "tag"
    form_class = LabelsForm

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Add the title, which the screen shows at its head."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask for the role."""
        if not request.user.has_perm(MAY_WORK):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """Start with the sheet and the offsets of the last time."""
        kept = self.request.session.get(KEPT, {})
        asked = {
            name: self.request.GET[name] for name in ("lot", "tags", "disks") if name in self.request.GET
        }
        return {**kept, **asked}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form who asks, and which button."""
        trial = self.request.POST.get("do") == "trial"
        return {**super().get_form_kwargs(), "user": self.request.user, "trial": trial}

    def form_valid(self, form: LabelsForm) -> HttpResponse:
        """Answer with the PDF."""
        self.request.session[KEPT] = {name: form.cleaned_data[name] for name in REMEMBERED}
        if form.trial:
            return _pdf(trial_pdf(form.chosen_sheet, **form.offsets), "feuille-d-essai")
        start = form.cleaned_data["start"]
        return _pdf(labels_pdf(form.labels, form.chosen_sheet, start=start, **form.offsets), "etiquettes")

    def form_invalid(self, form: LabelsForm) -> HttpResponse:
        """Draw the form again with what is wrong."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
