"""The page that an invitation leads to, and the one that asks for a new password."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth import login
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView
from wagtail.admin.views.account import PasswordResetView

from accounts.errors import AccountsError
from accounts.forms import AcceptInvitationForm, ForgottenPasswordForm, JoinForm
from accounts.messages import invitation_from_token
from accounts.models import User
from accounts.services import accept_invitation
from maillage.web.form_protection import BoundedFormMixin

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@method_decorator(never_cache, name="dispatch")
@method_decorator(sensitive_post_parameters("password1", "password2"), name="dispatch")
class AcceptInvitationView(BoundedFormMixin, FormView[forms.Form]):
    """Choose a password and come in; somebody who has an account only confirms.

    A link that opens nothing gets one answer, whatever the reason. Reading changes nothing: mail
    programs follow links by themselves.
    """

    template_name = "accounts/invitation.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Find the invitation, or say that the link is not valid."""
        try:
            self.invitation = invitation_from_token(kwargs["token"])
            self.has_account = User.objects.filter(email=self.invitation.email).exists()
            return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]
        except AccountsError as error:
            return render(request, "accounts/invitation_not_valid.html", {"reason": error}, status=404)

    def get_form(self, form_class: Any = None) -> forms.Form:
        """Return the form of a newcomer, or the button of somebody who has an account."""
        kwargs = self.get_form_kwargs()
        return (
            JoinForm(**kwargs)
            if self.has_account
            else AcceptInvitationForm(invitation=self.invitation, **kwargs)
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the invitation."""
        return super().get_context_data(invitation=self.invitation, has_account=self.has_account, **kwargs)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Accept. A newcomer is signed in; others sign in with the password they have."""
        answers = form.cleaned_data
        user, is_new = accept_invitation(
            self.invitation,
            first_name=answers.get("first_name", ""),
            last_name=answers.get("last_name", ""),
            password=answers.get("password1"),
        )
        if is_new:
            login(self.request, user, backend="django.contrib.auth.backends.ModelBackend")
        return redirect("wagtailadmin_home")


class ForgottenPasswordView(PasswordResetView):
    """Wagtail's page, whose e-mail leaves by the outbox and whose requests are counted."""

    def get_form_class(self) -> type[ForgottenPasswordForm]:
        """Return our form."""
        return ForgottenPasswordForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form who asks."""
        return {**super().get_form_kwargs(), "request": self.request}
