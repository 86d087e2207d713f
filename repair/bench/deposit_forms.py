"""The forms of an object that stays: whose it is, and what becomes of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.bookings.forms import NAME_LENGTH, check_name
from maillage.privacy.contacts import ContactError, PhoneField, normalize_email
from repair.conf import get_conf
from repair.services.deposits import ways_out


class DepositForm(forms.Form):
    """A name, a way to reach them, and the day until which the object is kept."""

    name = forms.CharField(
        label=gettext_lazy("Name of the owner"),
        max_length=NAME_LENGTH,
        validators=[check_name],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Type the name: the object stays without its owner.")},
    )
    phone = PhoneField(
        label=gettext_lazy("Phone"), required=False, widget=forms.TelInput(attrs={"autocomplete": "off"})
    )
    email = forms.CharField(
        label=gettext_lazy("E-mail address"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("The phone or the e-mail: one is enough. We write a reminder to the e-mail."),
    )
    collect_before = forms.DateField(
        label=gettext_lazy("To be collected before"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Choose until when the object is kept.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["collect_before"].initial = timezone.localdate() + timedelta(
            days=get_conf()["DEPOSIT_DAYS"]
        )

    def clean_email(self) -> str:
        """Return the address as it is kept."""
        typed = self.cleaned_data["email"]
        try:
            return normalize_email(typed) if typed else ""
        except ContactError as error:
            raise ValidationError(str(error), code="invalid") from error

    def clean_collect_before(self) -> Any:
        """Hold the day between tomorrow and the longest delay."""
        day, today = self.cleaned_data["collect_before"], timezone.localdate()
        longest = get_conf()["LONGEST_DEPOSIT_DAYS"]
        if not today < day <= today + timedelta(days=longest):
            raise ValidationError(
                _("Choose a day from tomorrow on, within %(days)d days."), params={"days": longest}
            )
        return day

    def clean(self) -> dict[str, Any]:
        """Ask for one way to reach the owner."""
        data = super().clean() or {}
        given = data.get("phone") or data.get("email")
        if not given and not self.has_error("phone") and not self.has_error("email"):
            self.add_error("phone", _("Type a phone number or an e-mail address."))
        return data


class GiveUpForm(forms.Form):
    """Where an object goes that nobody takes back."""

    way = forms.ChoiceField(
        label=gettext_lazy("Where does it go?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose where the object goes."),
            "invalid_choice": gettext_lazy("Choose where the object goes."),
        },
    )
    owner_agrees = forms.BooleanField(label=gettext_lazy("The owner agrees to give it up"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["way"].choices = ways_out()  # type: ignore[attr-defined]
