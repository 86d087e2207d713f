"""The one registration form: it draws the page, checks the API's input and yields its schema."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from maillage.privacy.contacts import ContactError, PhoneField, normalize_email

from .models import BookablePageMixin, Session

NAME_LENGTH = 120
# What makes a line read from right to left, and back (Unicode, UAX #9, 2).
TURNS_THE_LINE = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LINK = re.compile(r"://|www\.|[<>]", re.IGNORECASE)


def check_name(text: str) -> None:
    """Raise ValidationError when `text` cannot be what people call somebody.

    It is read aloud, printed on lists and written in e-mails: so no sign that no keyboard types, none
    that turns the line round, no link, and something to see.
    """
    if any(sign in TURNS_THE_LINE or unicodedata.category(sign) in ("Cc", "Zl", "Zp") for sign in text):
        raise ValidationError(_("Type letters, spaces and hyphens only."), code="control_characters")
    if _LINK.search(text):
        raise ValidationError(_("Type letters, spaces and hyphens only."), code="link")
    if not any(sign.isalnum() for sign in text):
        raise ValidationError(_("Type your name."), code="required")


class RegistrationForm(forms.Form):
    """What a resident is asked: a name, and a phone number or an e-mail address.

    A plugin subclasses it to ask more; what is not one of CORE_FIELDS is kept as `answers`.
    """

    CORE_FIELDS = ("name", "phone", "email", "seats")

    name = forms.CharField(
        label=_("Your name"),
        max_length=NAME_LENGTH,
        validators=[check_name],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Type your name.")},
    )
    phone = PhoneField(
        label=_("Your phone"),
        required=False,
        help_text=_("For example 06 39 98 12 34. We call you if the date changes."),
    )
    email = forms.CharField(
        label=_("Your e-mail address"),
        required=False,
        max_length=254,
        help_text=_("For example claude@maison.example. You receive the confirmation there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    seats = forms.IntegerField(
        label=_("Number of seats"),
        initial=1,
        min_value=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": _("Type a number, for example 1."),
            "required": _("Type a number, for example 1."),
            "min_value": _("Ask for one seat at least."),
        },
    )

    def __init__(
        self,
        data: Any = None,
        *,
        session: Session,
        page: BookablePageMixin,
        contact_required: bool = True,
        **kwargs: Any,
    ) -> None:
        """`contact_required` is off for the team, who may write down a person without phone or e-mail."""
        self.session = session
        self.page = page
        self.contact_required = contact_required
        super().__init__(data, **kwargs)
        self._limit_seats(page.seats_per_registration)
        # One of the two is needed: calling each « optional » would be misleading.
        for name in ("phone", "email"):
            self.fields[name].one_of_several = contact_required  # type: ignore[attr-defined]

    def _limit_seats(self, most: int) -> None:
        field = self.fields["seats"]
        field.max_value = most  # type: ignore[attr-defined]
        field.widget.attrs["max"] = most
        if most == 1:
            field.widget = forms.HiddenInput()

    def clean_email(self) -> str:
        """Return the address in its kept form, or raise with what to type instead."""
        typed = self.cleaned_data["email"]
        if not typed:
            return ""
        try:
            return normalize_email(typed)
        except ContactError as error:
            raise ValidationError(str(error), code="invalid") from error

    def clean_seats(self) -> int:
        """Return the number of seats, within what one registration may take."""
        seats: int = self.cleaned_data["seats"]
        most = self.page.seats_per_registration
        if seats > most:
            message = ngettext(
                "You can ask for one seat only.", "You can ask for %(most)d seats at most.", most
            )
            raise ValidationError(message % {"most": most}, code="max_value")
        return seats

    def clean(self) -> dict[str, Any]:
        """Check that the organiser can reach the person in one way at least."""
        cleaned = super().clean() or self.cleaned_data
        typed_one = {"phone", "email"} & set(self.errors)
        if self.contact_required and not typed_one and not (cleaned.get("phone") or cleaned.get("email")):
            self.add_error(
                "phone",
                ValidationError(_("Type a phone number or an e-mail address."), code="contact_required"),
            )
        return cleaned

    def tied_key(self, form_key: str) -> str:
        """Return `form_key`, drawn with the page, tied to what is asked: the key of one registration.

        A second press of the button asks the same. Somebody who goes back and types another name
        means another person, and a key that is guessed opens nobody else's page.
        """
        asked = (str(self.cleaned_data[name]) for name in self.CORE_FIELDS)
        return "\n".join([form_key, *asked]) if form_key else ""

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered to the questions that the page adds to the core fields."""
        return {name: value for name, value in self.cleaned_data.items() if name not in self.CORE_FIELDS}
