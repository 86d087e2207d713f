"""The means of payment that an organisation offers: its own list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from maillage.bookings.errors import BookingError
from maillage.bookings.models import PaymentMeans
from maillage.bookings.querysets import KEEPS_REGISTRATIONS
from maillage.bookings.services.attendance import usual_payment_methods, write_payment_methods
from maillage.places.models import Organization

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

MOST_MEANS = 20


class MeansForm(forms.Form):
    """One means of payment; an empty name takes the line out."""

    name = forms.CharField(label=gettext_lazy("Means of payment"), max_length=40, required=False)
    in_use = forms.BooleanField(label=gettext_lazy("offered today"), required=False, initial=True)


MeansFormSet = forms.formset_factory(MeansForm, extra=2, max_num=MOST_MEANS, absolute_max=MOST_MEANS)


class MeansView(PermissionRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """The list of one of the user's organisations; the usual means while it has none."""

    permission_required = KEEPS_REGISTRATIONS
    template_name = "bookings/admin/means.html"
    page_title = gettext_lazy("Means of payment")
    header_icon = "list-ul"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the organisation among the user's."""
        super().setup(request, *args, **kwargs)
        mine = Organization.objects.for_user(request.user)
        self.organization = get_object_or_404(mine, pk=kwargs["organization_id"])

    def handle_no_permission(self) -> Any:
        """Answer 403, as Wagtail's own views do for someone who is signed in."""
        raise PermissionDenied

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Name the screen at its top."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the lines."""
        kwargs.setdefault("formset", MeansFormSet(initial=self._lines()))
        return super().get_context_data(organization=self.organization, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Write the list, or say why a line must stay."""
        formset = MeansFormSet(request.POST)
        problem = ""
        if formset.is_valid():
            lines = [form.cleaned_data for form in formset if form.cleaned_data.get("name")]
            try:
                write_payment_methods(self.organization, [(line["name"], line["in_use"]) for line in lines])
            except BookingError as refusal:
                problem = str(refusal)
            else:
                messages.success(request, _("The means of payment are saved."))
                return redirect(request.path)
        context = self.get_context_data(formset=formset, problem=problem)
        return self.render_to_response(context, status=422)

    def _lines(self) -> list[dict[str, Any]]:
        rows = PaymentMeans.objects.filter(organization=self.organization)
        kept = [{"name": row.name, "in_use": row.in_use} for row in rows]
        return kept or [{"name": name, "in_use": True} for name in usual_payment_methods()]
