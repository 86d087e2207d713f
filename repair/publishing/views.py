"""The two screens around a published total: look and publish, look and withdraw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from maillage.places.permissions import get_scoped_object_or_404
from repair.errors import NotInForce, NumbersMoved
from repair.models import PublishedTotal
from repair.services.published import publish_total, withdraw_total

from .forms import YearForm
from .preview import Preview

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

LIST = "repair_published:index"
MAY_PUBLISH = "repair.add_publishedtotal"


class PublisherScreen(WagtailAdminTemplateMixin, TemplateView):
    """Only for those who publish totals."""

    model = PublishedTotal
    header_icon = "lock"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Lead whoever may not back to the first screen of the admin, as Wagtail does."""
        if not request.user.has_perm(MAY_PUBLISH):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse(LIST), "label": _("Published totals")},
            {"url": "", "label": self.get_page_title()},
        ]


class PublishView(PublisherScreen):
    """Choose a year, look at what would be told, then publish it: only the last step writes."""

    template_name = "repair/publishing/publish.html"
    page_title = gettext_lazy("Publish the total of a year")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form and, once a year is chosen, the preview of its total."""
        asked = self.request.GET if "year" in self.request.GET else None
        form = YearForm(asked, user=self.request.user)
        preview = Preview(form.cleaned_data["year"], form.provider) if form.is_valid() else None
        return super().get_context_data(form=form, preview=preview, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Publish the numbers that were looked at; show them again when they are others by now."""
        form = YearForm(request.POST, user=request.user)
        if not form.is_valid():
            return self.render_to_response(super().get_context_data(form=form, preview=None), status=422)
        try:
            publish_total(
                form.cleaned_data["year"],
                provider=form.provider,
                user=request.user,
                seen=request.POST.get("seen", ""),
            )
        except NumbersMoved as refusal:
            messages.warning(request, str(refusal))
            return self._look_again(form)
        messages.success(request, _("The total is published. You can withdraw it from this list."))
        return redirect(LIST)

    def _look_again(self, form: YearForm) -> HttpResponse:
        chosen = form.cleaned_data["organization"]
        asked = {"year": form.cleaned_data["year"], "organization": chosen.pk if chosen else ""}
        return redirect(reverse("repair_published:add", query=asked))


class WithdrawView(PublisherScreen):
    """« Retirer la publication »: what comes back instead is shown first."""

    template_name = "repair/publishing/withdraw.html"
    page_title = gettext_lazy("Withdraw what was published")

    @cached_property
    def total(self) -> PublishedTotal:
        """The total of the address, of the user's organisations; 404 when it is not in force any more."""
        rows = PublishedTotal.objects.select_related("provider", "factor_set")
        return get_scoped_object_or_404(rows, self.request.user, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the total, and the one that would be told in its place."""
        if not PublishedTotal.objects.in_force().filter(pk=self.total.pk).exists():
            raise Http404
        before = PublishedTotal.objects.before(self.total)
        return super().get_context_data(total=self.total, before=before, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Withdraw it and say what is told now."""
        try:
            before = withdraw_total(self.total, user=request.user)
        except NotInForce as refusal:
            messages.error(request, str(refusal))
        else:
            back = _("The total is withdrawn. The one published before is in force again.")
            gone = _("The total is withdrawn. No total of this year is published any more.")
            messages.success(request, back if before else gone)
        return redirect(LIST)
