"""Phone numbers and e-mail addresses: read as people type them, kept in one form."""

from __future__ import annotations

import re
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from phonenumbers import PhoneNumberFormat, PhoneNumberType

FRANCE = 33
LONGEST_EMAIL = 254  # RFC 5321, and the length of Django's EmailField
LONGEST_TYPED_PHONE = 40

# Letters are refused: the library would read them as the keys of an old American telephone.
_PHONE_SIGNS = re.compile(r"^[0-9+().\-/\u2010-\u2013 ]+$")
_SPACES = re.compile(r"[ \t\u00a0\u2007\u2009\u202f]+")
_FRENCH_NATIONAL = re.compile(r"^[1-9][0-9]{8}$")


class ContactError(ValueError):
    """The text is no phone number or no e-mail address; the message says what to type instead."""


def normalize_phone(text: str, region: str = "FR") -> str:
    """Return the phone number `text` in E.164 form: « 06.39.98.12.34 » gives « +33639981234 ».

    `region` (ISO 3166-1 alpha-2) is the country of a number typed without its code. Dots, dashes,
    spaces and « (0) » are allowed. A French number needs only its ten digits: numbering plans change,
    and ranges kept for fiction are absent from the library's tables.

    Raises ContactError when it is no phone number.
    """
    typed = _SPACES.sub(" ", text).strip(" ")
    if len(typed) > LONGEST_TYPED_PHONE or not _PHONE_SIGNS.match(typed):
        raise _not_a_phone()
    try:
        number = phonenumbers.parse(typed, region)
    except phonenumbers.NumberParseException as error:
        raise _not_a_phone() from error
    if not _is_plausible(number):
        raise _not_a_phone()
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _is_plausible(number: phonenumbers.PhoneNumber) -> bool:
    """Whether somebody may answer at `number`."""
    if number.country_code == FRANCE:
        return bool(_FRENCH_NATIONAL.match(str(number.national_number)))
    return phonenumbers.is_possible_number(number) and phonenumbers.is_valid_number(number)


def _not_a_phone() -> ContactError:
    return ContactError(_("Type a ten-digit number, for example 06 39 98 12 34."))


def display_phone(phone: str) -> str:
    """Return the E.164 `phone` as people read it: « 06 39 98 12 34 », « +44 20 7946 0958 » abroad.

    A text that is no E.164 number comes back unchanged.
    """
    try:
        number = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return phone
    style = PhoneNumberFormat.NATIONAL if number.country_code == FRANCE else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style)


def is_mobile(phone: str) -> bool:
    """Tell whether the E.164 number `phone` reads text messages; those kept for fiction (06 39 98) do.

    The French plan gives 06 and 07 to mobile phones; abroad the library's tables say.
    """
    try:
        number = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return False
    if number.country_code == FRANCE:
        return str(number.national_number)[:1] in ("6", "7")
    mobile = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
    return phonenumbers.number_type(number) in mobile


def normalize_email(text: str) -> str:
    """Return the e-mail address `text` without the spaces around it, its domain in lower case.

    The part before the @ keeps its case: it belongs to the receiver. Raises ContactError when it is
    no address, holds a line break, or is longer than 254 characters.
    """
    typed = text.strip(" \t\u00a0")
    try:
        validate_email(typed)
    except ValidationError as error:
        raise _not_an_email() from error
    if len(typed) > LONGEST_EMAIL or not typed.isprintable():
        raise _not_an_email()
    local, domain = typed.rsplit("@", 1)
    return f"{local}@{domain.lower()}"


def _not_an_email() -> ContactError:
    return ContactError(_("Type a whole e-mail address, for example claude@maison.example."))


class PhoneField(forms.CharField):
    """A phone number, typed freely and cleaned to E.164; empty gives an empty text."""

    widget = forms.TelInput(attrs={"autocomplete": "tel"})
    default_error_messages = {
        "invalid": gettext_lazy("Type a ten-digit number, for example 06 39 98 12 34."),
    }

    def __init__(self, *, region: str = "FR", **kwargs: Any) -> None:
        """`region` is the country of the numbers typed without a code."""
        self.region = region
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        """Return the number in E.164; raises ValidationError that says what to type."""
        text = super().to_python(value)
        if text in self.empty_values:
            return ""
        try:
            return normalize_phone(text, self.region)
        except ContactError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        """Show a kept number as people read it, and what was typed as it was typed."""
        return display_phone(value) if isinstance(value, str) and value.startswith("+") else value
