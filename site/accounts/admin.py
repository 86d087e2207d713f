"""The screens where an association invites its colleagues."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from django.views.generic.detail import BaseDetailView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from accounts.errors import AccountsError
from accounts.forms import InvitationForm
from accounts.models import Invitation
from accounts.services import invite_editor, revoke_invitation
from maillage.places.scoped_views import OrganizationAdminViewMixin

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

PERMISSION = "accounts.add_invitation"
LIST = "invitations:index"


class InvitationsView(OrganizationAdminViewMixin, WagtailAdminTemplateMixin, FormView[InvitationForm]):
    """Invite a colleague; see who has not answered yet."""

    permission_required = PERMISSION
    form_class = InvitationForm
    template_name = "accounts/admin/invitations.html"
    page_title = gettext_lazy("Invite a colleague")
    header_icon = "user"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the user's organisations."""
        return {**super().get_form_kwargs(), "user": self.request.user}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the dashboard."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the invitations that wait."""
        pending = Invitation.objects.for_user(self.request.user).pending().select_related("organization")
        return super().get_context_data(invitations=pending, **kwargs)

    def form_valid(self, form: InvitationForm) -> HttpResponse:
        """Invite, or say why not beside the address."""
        try:
            invite_editor(**form.cleaned_data, invited_by=self.request.user)
        except AccountsError as error:
            form.add_error("email", str(error))
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("The invitation to %(email)s is leaving. It is good for 14 days.")
            % {"email": form.cleaned_data["email"]},
        )
        return redirect(LIST)


class RevokeInvitationView(OrganizationAdminViewMixin, BaseDetailView):
    """Take an invitation back. There is nothing to read here, only a button to press."""

    permission_required = PERMISSION
    http_method_names = ["post"]
    model = Invitation

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Revoke, or say that it is too late."""
        try:
            revoke_invitation(self.get_object(), user=request.user)
        except AccountsError:
            messages.warning(request, _("This invitation was already accepted or taken back."))
        else:
            messages.success(request, _("The invitation is taken back: its link no longer works."))
        return redirect(LIST)


class InvitationsMenuItem(MenuItem):
    """Shown to those who may invite."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Ask the permission."""
        return bool(request.user.has_perm(PERMISSION))


class InvitationViewSet(ViewSet):
    """Inviting a colleague, and taking an invitation back."""

    name = "invitations"
    icon = "user"
    menu_label = gettext_lazy("Invitations")
    menu_item_class = InvitationsMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the two addresses."""
        return [
            path("", InvitationsView.as_view(), name="index"),
            path("<int:pk>/revoke/", RevokeInvitationView.as_view(), name="revoke"),
        ]
