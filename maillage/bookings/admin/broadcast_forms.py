"""What is asked to write to everybody."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.outbox.texts import VARIABLE

from ..messages.kinds import VARIABLES
from ..models import RegistrationStatus, Session


class BroadcastForm(forms.Form):
    """To whom, about which dates, and the text."""

    statuses = forms.MultipleChoiceField(
        label=gettext_lazy("To whom?"),
        choices=RegistrationStatus.choices,
        initial=[RegistrationStatus.CONFIRMED],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick at least one group of people.")},
    )
    scope = forms.ChoiceField(
        label=gettext_lazy("Of which dates?"),
        choices=[
            ("date", gettext_lazy("This date only")),
            ("series", gettext_lazy("All the dates of this series")),
        ],
        initial="date",
        widget=forms.RadioSelect,
    )
    subject = forms.CharField(
        label=gettext_lazy("Subject"),
        max_length=120,
        help_text=gettext_lazy("For example: Bring your charger on Tuesday."),
    )
    body = forms.CharField(
        label=gettext_lazy("Message"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("The greeting, the date and your phone number are written around it."),
    )

    def __init__(self, data: Any = None, *, session: Session, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if session.series_id is None:
            del self.fields["scope"]

    @property
    def whole_series(self) -> bool:
        """Whether all the dates of the series are meant."""
        return self.cleaned_data.get("scope") == "series"

    def clean_subject(self) -> str:
        """Hold the words in braces to those that stand for something."""
        return _checked(self.cleaned_data["subject"])

    def clean_body(self) -> str:
        """Hold the words in braces to those that stand for something."""
        return _checked(self.cleaned_data["body"])


def _checked(text: str) -> str:
    unknown = [name for name in VARIABLE.findall(text) if name not in VARIABLES]
    if unknown:
        known = " ".join(f"{{{name}}}" for name in VARIABLES)
        message = _("{%(unknown)s} stands for nothing here. You can write: %(known)s")
        raise ValidationError(message % {"unknown": unknown[0][:40], "known": known}, code="unknown")
    return text
