"""Choose files, see what each would do, import them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from equipment.services.inventory import Importing
from equipment.workshop.access import MAY_WORK
from maillage.places.models import Organization

from .forms import EvidenceForm
from .results import import_all, preview_all
from .waiting import keep, take

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase


@method_decorator(require_admin_access, name="dispatch")
class UploadView(WagtailAdminTemplateMixin, FormView):
    """« Importer des preuves »: the files come once, are looked at, then imported by a second button."""

    template_name = "equipment/admin/evidence.html"
    page_title = _("Inventories and erasures")
    header_icon = "upload"
    form_class = EvidenceForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask for the role."""
        if not request.user.has_perm(MAY_WORK):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Name this screen after the home of the admin."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form who asks."""
        return {**super().get_form_kwargs(), "user": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        """Take the machine that a card names."""
        return {"machine": self.request.GET.get("machine", "")[:12]}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Look at the files, or import those that were looked at."""
        if "waiting" in request.POST:
            return self.import_waiting(request.POST["waiting"])
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: EvidenceForm) -> HttpResponse:
        """Show what each file would do."""
        files = form.cleaned_data["files"]
        asked = Importing(
            form.cleaned_data["organization"],
            tag=form.cleaned_data["machine"],
            by=self.request.user,
            moves=form.cleaned_data["moves"],
        )
        told = preview_all(files, asked)
        token = keep(files, self.request.user.pk)
        return self.render_to_response(
            self.get_context_data(form=form, preview=told, waiting=token, asked=asked)
        )

    def form_invalid(self, form: EvidenceForm) -> HttpResponse:
        """Say what is wrong with the form."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def import_waiting(self, token: str) -> HttpResponse:
        """Import the files of a preview, once."""
        mine = Organization.objects.for_user(self.request.user)
        key = self.request.POST.get("organization", "")
        organization = get_object_or_404(mine, pk=key if key.isdecimal() else 0)
        files = take(token, self.request.user.pk)
        if not files:
            messages.error(self.request, _("These files are no longer here. Choose them again."))
            return self.render_to_response(self.get_context_data(), status=422)
        asked = Importing(
            organization,
            tag=self.request.POST.get("machine", "")[:12],
            by=self.request.user,
            moves=bool(self.request.POST.get("moves")),
        )
        return self.render_to_response(self.get_context_data(results=import_all(files, asked)))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give an empty form after an import."""
        if "form" not in kwargs:
            kwargs["form"] = EvidenceForm(user=self.request.user, initial=self.get_initial())
        return super().get_context_data(**kwargs)
