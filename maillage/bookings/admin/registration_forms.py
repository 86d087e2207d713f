"""What the team fills in on the registration screens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from ..models import Session


class CapacityForm(forms.Form):
    """How many seats a date has."""

    capacity = forms.IntegerField(
        label=_("Seats"),
        required=False,
        max_value=32_767,
        validators=[MinValueValidator(1)],
        help_text=_("For example: 12. Empty: as many as come."),
    )

    def __init__(self, data: Any = None, *, session: Session, **kwargs: Any) -> None:
        super().__init__(data, initial={"capacity": session.capacity}, **kwargs)


class PromotionForm(forms.Form):
    """Whether a full date may grow for the person who is taken out of turn."""

    add_seats = forms.BooleanField(
        label=_("Add the missing seats to this date"),
        required=False,
        help_text=_("Tick it when the date is full: there is then one seat more for this person."),
    )
