"""The forms of accounts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm, PasswordResetForm

from maillage.places.models import Organization
from maillage.privacy.contacts import ContactError, normalize_email
from maillage.privacy.throttle import hit

from .conf import get_conf
from .models import User
from .services import send_password_link

if TYPE_CHECKING:
    from django.http import HttpRequest

    from .models import Invitation


# How many times a quarter of an hour one account, and one address of the network, may try to sign in:
# an association's editors may share an address.
TRIES_PER_ACCOUNT, TRIES_PER_ADDRESS = 20, 100
QUARTER = timedelta(minutes=15)
HOUR = timedelta(hours=1)


class SignInForm(LoginForm):
    """Wagtail's sign-in form, whose password has no label of its own, and that nobody may try for ever."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")

    def clean(self) -> dict[str, Any]:
        """Count the try before the password is looked at: a right one must not tell that it was right."""
        account = str(self.cleaned_data.get("username", "")).lower()
        address = self.request.META.get("REMOTE_ADDR", "") if self.request else ""
        counted = [hit("sign_in.address", address, TRIES_PER_ADDRESS, QUARTER)]
        counted.append(hit("sign_in.account", account, TRIES_PER_ACCOUNT, QUARTER))
        if not all(counted):
            raise ValidationError(
                _("Too many tries. Wait a quarter of an hour, then try again."), code="wait"
            )
        return super().clean()


class ForgottenPasswordForm(PasswordResetForm):
    """Asks for a link to choose a new password; says the same whether the address has an account."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        """Know who asks, to count them."""
        super().__init__(*args, **kwargs)
        self.request = request

    def clean(self) -> dict[str, Any]:
        """Count what is asked from one place, and for one mailbox, which nobody may fill."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "email" not in cleaned:
            return cleaned
        conf = get_conf()
        asker, email = self.request.META.get("REMOTE_ADDR", ""), cleaned["email"].lower()
        counted = [
            hit("password.address", asker, conf["PASSWORD_LINKS_PER_ADDRESS_PER_HOUR"], HOUR),
            hit("password.email", email, conf["PASSWORD_LINKS_PER_EMAIL_PER_HOUR"], HOUR),
        ]
        if not all(counted):
            raise ValidationError(_("Too many requests. Wait an hour, then try again."), code="wait")
        return cleaned

    def save(self, **_options: Any) -> None:
        """Have the link sent; what Django would send an e-mail with at once is not needed."""
        send_password_link(self.cleaned_data["email"])


class InvitationForm(forms.Form):
    """Who is invited, and to which of the user's organisations."""

    email = forms.EmailField(
        label=_("E-mail address of your colleague"),
        error_messages={"required": _("Type the e-mail address of your colleague.")},
    )
    organization = forms.ModelChoiceField(label=_("Organisation"), queryset=Organization.objects.none())

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """Offer the organisations in whose name `user` may act."""
        super().__init__(*args, **kwargs)
        own = Organization.objects.for_user(user).exclude(group=None)
        field = self.fields["organization"]
        field.queryset = own  # type: ignore[attr-defined]
        if own.count() == 1:
            field.initial = own.get()
            field.widget = forms.HiddenInput()

    def clean_email(self) -> str:
        """Return the address in lower case."""
        try:
            return normalize_email(self.cleaned_data["email"]).lower()
        except ContactError as error:
            raise ValidationError(str(error)) from error


class AcceptInvitationForm(forms.Form):
    """Who somebody is, and the password they choose."""

    first_name = forms.CharField(
        label=_("Your first name"),
        error_messages={"required": _("Type your first name.")},
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label=_("Your last name"),
        error_messages={"required": _("Type your last name.")},
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    password1 = forms.CharField(
        label=_("Choose a password"),
        error_messages={"required": _("Choose a password and type it here.")},
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=_("Type the same password again"),
        error_messages={"required": _("Type the same password again.")},
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        """Check the password against what is known of the person of `invitation`."""
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        self.fields["password1"].help_text = " ".join(password_validators_help_texts())

    def clean(self) -> dict[str, Any]:
        """Ask for the same password twice, and for a good one."""
        cleaned: dict[str, Any] = super().clean() or {}
        password = cleaned.get("password1")
        if not password:
            return cleaned
        if "password2" in cleaned and cleaned["password2"] != password:
            self.add_error("password2", _("The two passwords are not the same. Type them again."))
        person = User(
            email=self.invitation.email,
            first_name=cleaned.get("first_name", ""),
            last_name=cleaned.get("last_name", ""),
        )
        try:
            validate_password(password, person)
        except ValidationError as error:
            self.add_error("password1", error)
        return cleaned


class JoinForm(forms.Form):
    """Nothing is asked of somebody who has an account: only to press the button."""
