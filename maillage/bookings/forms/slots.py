"""The hour of an appointment, on dates that are cut into some."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.bookings.words.dates import hour_words

from ..services.slots import appointments_of, free_slots

if TYPE_CHECKING:
    from ..models import Session

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
        return [(hour.isoformat(), hour_words(hour.astimezone(self.session.zone))) for hour in hours]

    def json_schema(self) -> dict[str, Any]:
        """Say the hours; without one, the first that is free is given."""
        hours = [value for value, _words in self.choices if value]
        return {"type": "string", "format": "date-time", "enum": hours}
