"""The fields of a registration that are not plain ones: names, and the hour of an appointment."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from maillage.bookings.formats import format_hour
from maillage.bookings.services.seats import appointments_of, free_slots

if TYPE_CHECKING:
    from maillage.bookings.models import Session

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


class NamesField(forms.CharField):
    """Several names, one a line; cleaned to a list."""

    widget = forms.Textarea(attrs={"rows": 3, "autocomplete": "off"})

    def to_python(self, value: Any) -> list[str]:
        """Return the names, without the lines that are empty."""
        return [" ".join(line.split()) for line in super().to_python(value).splitlines() if line.strip()]

    def validate(self, value: list[str]) -> None:
        """Hold each name to what a name is."""
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")
        for name in value:
            if len(name) > NAME_LENGTH:
                raise ValidationError(_("One of the names is too long."), code="max_length")
            check_name(name)

    def prepare_value(self, value: Any) -> Any:
        """Show kept names one a line, and what was typed as it was typed."""
        return "\n".join(value) if isinstance(value, list) else value

    def json_schema(self) -> dict[str, Any]:
        """A program sends a list."""
        return {"type": "array", "items": {"type": "string", "minLength": 1, "maxLength": NAME_LENGTH}}

    def from_json(self, value: list[str]) -> list[str]:
        """Return `value` as a browser would send it."""
        return ["\n".join(value)]


FIRST_FREE = ("", _("The first that is free"))


class SlotField(forms.TypedChoiceField):
    """Every hour of the date is read; those that are free are drawn. The transaction has the last word."""

    default_error_messages = {"invalid_choice": _("Choose one of the hours.")}

    def __init__(self, session: Session) -> None:
        self.session = session
        super().__init__(
            label=_("Hour of your appointment"),
            required=False,
            coerce=datetime.fromisoformat,
            empty_value=None,
            choices=[FIRST_FREE, *self._options(appointments_of(session))],
        )

    def show_free(self) -> None:
        """Draw only the hours that nobody has, in one query."""
        self.choices = [FIRST_FREE, *self._options(free_slots(self.session))]

    def _options(self, hours: list[datetime]) -> list[tuple[str, str]]:
        return [(hour.isoformat(), format_hour(hour.astimezone(self.session.zone))) for hour in hours]

    def json_schema(self) -> dict[str, Any]:
        """Say the hours; without one, the first that is free is given."""
        hours = [value for value, _words in self.choices if value]
        return {"type": "string", "format": "date-time", "enum": hours}
