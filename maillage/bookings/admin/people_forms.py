"""Which other registration is the same person, and on which other date somebody comes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maillage.bookings.words.dates import seats_words, session_words

if TYPE_CHECKING:
    from ..models import Registration, Session


class MergeForm(forms.Form):
    """The other registration of the same person."""

    other = forms.ChoiceField(
        label=_("Which one is the same person?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one.")},
    )

    def __init__(self, data: Any = None, *, others: list[Registration], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.others = {str(one.public_id): one for one in others}
        choices = [(key, _who(one)) for key, one in self.others.items()]
        self.fields["other"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Registration:
        """The registration that was chosen in a valid form."""
        return self.others[self.cleaned_data["other"]]


class MoveForm(forms.Form):
    """Another date of the same page."""

    target = forms.ChoiceField(
        label=_("Which date?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a date."), "invalid_choice": _("Choose a date.")},
    )

    def __init__(self, data: Any = None, *, dates: list[Session], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.dates = {date.public_id: date for date in dates}
        choices = [(key, _when(date)) for key, date in self.dates.items()]
        self.fields["target"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Session:
        """The date that was chosen in a valid form."""
        return self.dates[self.cleaned_data["target"]]


def _who(one: Registration) -> str:
    contact = ", ".join(filter(None, [one.phone, one.email]))
    return " · ".join(filter(None, [one.name, contact, one.spoken_reference, str(one.get_status_display())]))


def _when(date: Session) -> str:
    return " – ".join(filter(None, [session_words(date), seats_words(date)]))
